package io.avid.platform.edge;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;

/**
 * {@code POST /vitals}: how fast a page was for a person, as the browser measured it (Web Vitals), into the
 * meter {@code avid.web.vital}. It wants no token, since it comes while a page is being left; so it takes
 * only names that are known and numbers that can be, and keeps nothing else.
 */
final class WebVitals extends AbstractHttpService {
    private static final long BODY_BYTES = 4096;
    /** Nobody waits longer, in milliseconds; CLS, which has no unit, is far below. */
    private static final double LARGEST = 600_000;
    /** Where web.dev draws the lines between good, to be improved, and poor; CLS without a unit, the others in milliseconds. */
    private static final Map<String, double[]> LINES = Map.of(
            "CLS", new double[] {0.1, 0.25}, "FCP", new double[] {1800, 3000}, "INP", new double[] {200, 500},
            "LCP", new double[] {2500, 4000}, "TTFB", new double[] {800, 1800});

    private final MeterRegistry meters;
    private final Set<String> frontEnds;

    WebVitals(MeterRegistry meters, Set<String> frontEnds) {
        this.meters = meters;
        this.frontEnds = frontEnds;
    }

    @Override
    protected HttpResponse doPost(ServiceRequestContext context, HttpRequest request) {
        context.setMaxRequestLength(BODY_BYTES);
        return HttpResponse.of(request.aggregate().thenApply(whole -> {
            note(whole.contentUtf8());
            return HttpResponse.of(HttpStatus.NO_CONTENT);
        }));
    }

    private void note(String body) {
        Map<String, Object> told;
        try {
            told = JsonParserFactory.getJsonParser().parseMap(body);
        } catch (JsonParseException e) {
            throw refused("The body is not a JSON object.");
        }
        if (!(told.get("app") instanceof String app) || !frontEnds.contains(app) || !(told.get("vitals") instanceof List<?> vitals)) {
            throw refused("Expected app, one of " + frontEnds + ", and a list of vitals.");
        }
        for (Object each : vitals) {
            if (!(each instanceof Map<?, ?> vital) || !(vital.get("name") instanceof String name) || !LINES.containsKey(name)
                    || !(vital.get("value") instanceof Number value) || !(value.doubleValue() >= 0 && value.doubleValue() <= LARGEST)) {
                throw refused("Expected a vital with a name of " + LINES.keySet() + " and a value from 0 to " + LARGEST + ".");
            }
            DistributionSummary.builder("avid.web.vital").description("Web Vitals of the front ends: CLS without a unit, all others in milliseconds")
                    .tag("app", app).tag("vital", name).serviceLevelObjectives(LINES.get(name)).register(meters).record(value.doubleValue());
        }
    }

    private static HttpStatusException refused(String why) {
        return HttpStatusException.of(HttpStatus.BAD_REQUEST, new IllegalArgumentException(why));
    }
}
