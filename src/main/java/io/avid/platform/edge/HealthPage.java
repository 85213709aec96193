package io.avid.platform.edge;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.avid.platform.module.PublishedServices;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.json.JsonWriter;

/**
 * {@code GET /health/live}: the process serves. {@code GET /health/ready}: it also has what it needs.
 * {@code GET /health}: both in detail, with the modules and where they are. None wants a token, none
 * tells an address.
 *
 * <p>A process that is not ready is not to be killed: its stores are away, and killing it brings none
 * back. So liveness asks nothing else.
 */
final class HealthPage extends AbstractHttpService {
    private static final JsonWriter<Map<String, Object>> JSON = JsonWriter.standard();

    /** What is asked. */
    enum Question { LIVE, READY, ALL }

    private final Question question;
    private final Drain drain;
    private final PublishedServices services;
    private final AskReadiness readiness;

    HealthPage(Question question, Drain drain, PublishedServices services, AskReadiness readiness) {
        this.question = question;
        this.drain = drain;
        this.services = services;
        this.readiness = readiness;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        return question == Question.LIVE ? answer(HttpStatus.OK, Map.of("status", "UP"))
                : HttpResponse.of(CompletableFuture.supplyAsync(this::ready, context.blockingTaskExecutor()));
    }

    @Override
    protected HttpResponse doHead(ServiceRequestContext context, HttpRequest request) {
        return doGet(context, request);
    }

    private HttpResponse ready() {
        Map<String, Object> found = new LinkedHashMap<>();
        boolean ready = !drain.draining();
        try {
            for (Map.Entry<String, Optional<String>> need : readiness.problems().entrySet()) {
                ready &= need.getValue().isEmpty();
                found.put(need.getKey(), need.getValue().orElse("UP"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ready = false;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", ready ? "UP" : drain.draining() ? "STOPPING" : "NOT_READY");
        if (question == Question.ALL) {
            Map<String, Object> modules = new LinkedHashMap<>();
            services.all().forEach(service -> modules.put(service.module(), service.hosted() ? "hosted here" : "elsewhere"));
            answer.put("modules", modules);
        }
        answer.put("needs", found);
        return answer(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, answer);
    }

    private static HttpResponse answer(HttpStatus status, Map<String, Object> answer) {
        return HttpResponse.of(ResponseHeaders.builder(status).contentType(MediaType.JSON_UTF_8).set(HttpHeaderNames.CACHE_CONTROL, "no-store").build(),
                HttpData.ofUtf8(JSON.writeToString(answer)));
    }
}
