package io.avid.platform.module;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;

/**
 * Whether a store that is spoken to by HTTP answers at all, asked without its SDK: a look at the readiness
 * of a process shall not load what its work does not need yet.
 *
 * @param name of the check
 * @param address what is asked for, by HEAD
 * @param headers such as an API key
 * @param good the statuses of a store that can be used
 */
public record AnswersHttp(String name, URI address, Map<String, String> headers, IntPredicate good) implements ReadinessCheck {
    private static final Duration PATIENCE = Duration.ofMillis(900);

    /** Made when something is first asked. */
    private static final class Asking {
        private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE)
                .executor(Executors.newVirtualThreadPerTaskExecutor()).build();
    }

    public AnswersHttp {
        headers = Map.copyOf(headers);
    }

    @Override
    public Optional<String> problem() {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE).method("HEAD", BodyPublishers.noBody());
        headers.forEach(request::header);
        try {
            int status = Asking.CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
            return good.test(status) ? Optional.empty() : Optional.of("answers with status " + status);
        } catch (IOException e) {
            return Optional.of("does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("does not answer in time");
        }
    }

    /** Hides the headers. */
    @Override
    public String toString() {
        return "AnswersHttp[" + name + "]";
    }
}
