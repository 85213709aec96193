package io.avid.platform.edge;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.regex.Pattern;

/**
 * The API docs, which ask no other host for anything: Armeria's page links to a font of Google's, and who
 * reads the docs of an account system should not be announced there. The link is taken out, and the
 * browser is told to load from here alone.
 */
final class DocsFromThisHost extends SimpleDecoratingHttpService {
    private static final Pattern FOREIGN_LINK = Pattern.compile("<link[^>]*href=\"https?://[^>]*>");
    private static final String FROM_HERE_ALONE = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " font-src 'self' data:; script-src 'self' 'unsafe-eval'; worker-src 'self' blob:; frame-ancestors 'none'";

    DocsFromThisHost(HttpService delegate) {
        super(delegate);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        if (!context.mappedPath().endsWith("/") && !context.mappedPath().endsWith(".html")) {
            return unwrap().serve(context, request);
        }
        // Uncompressed, and whole: the page changes.
        HttpRequest whole = request.mapHeaders(headers -> headers.toBuilder()
                .removeAndThen(HttpHeaderNames.ACCEPT_ENCODING).removeAndThen(HttpHeaderNames.IF_NONE_MATCH)
                .removeAndThen(HttpHeaderNames.IF_MODIFIED_SINCE).build());
        return HttpResponse.of(unwrap().serve(context, whole).aggregate().thenApply(DocsFromThisHost::fromHere));
    }

    private static HttpResponse fromHere(AggregatedHttpResponse page) {
        if (page.contentType() == null || !page.contentType().is(MediaType.HTML_UTF_8.withoutParameters())) {
            return page.toHttpResponse();
        }
        HttpData content = HttpData.ofUtf8(FOREIGN_LINK.matcher(page.contentUtf8()).replaceAll(""));
        ResponseHeaders headers = page.headers().toBuilder()
                .set("content-security-policy", FROM_HERE_ALONE)
                .contentLength(content.length())
                .build();
        return HttpResponse.of(headers, content);
    }
}
