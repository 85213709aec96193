package io.avid.platform.edge;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.VirtualHostBuilder;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The front ends that this port serves, each at the host that the addresses name for it.
 *
 * <p>What is in {@code assets/} has its content in its name and is kept for a year; {@code remoteEntry.js},
 * the addresses and the page are asked for anew each time, and answered with "not modified" where they are
 * not. Any other path that a browser opens is the page, which finds its way by itself. RPCs answer on these
 * hosts too, so that a page's calls need no permission of another origin.
 */
final class FrontEnds {
    /** Front ends load each other's files; they hold nothing that is anybody's. */
    private static final HttpHeaders FOR_EVERY_PAGE = HttpHeaders.of(
            HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*", HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff",
            // The same for all who ask, yet another for who takes it compressed.
            HttpHeaderNames.VARY, "accept-encoding", "cross-origin-resource-policy", "cross-origin");

    private final FrontEndAddresses addresses;
    /** Where each front end's build is, by its host. */
    private final Map<String, Path> hosts;

    private FrontEnds(FrontEndAddresses addresses, Map<String, Path> hosts) {
        this.addresses = addresses;
        this.hosts = hosts;
    }

    /** @throws IllegalArgumentException if the addresses are not well, or a front end that they name is not in the folder */
    static FrontEnds read(Path folder, Path addressesFile) {
        FrontEndAddresses addresses = FrontEndAddresses.read(addressesFile);
        Map<String, Path> hosts = new LinkedHashMap<>();
        addresses.frontEnds().forEach((name, origin) -> {
            Path build = folder.resolve(name);
            if (!Files.isRegularFile(build.resolve("index.html"))) {
                throw new IllegalArgumentException("avid.edge.front-ends.folder is " + folder + ", and " + addressesFile + " names the front end '" + name
                        + "', but there is no " + build.resolve("index.html") + ". Build it, or give a folder that has it.");
            }
            hosts.put(URI.create(origin).getHost(), build);
        });
        return new FrontEnds(addresses, hosts);
    }

    void serve(ServerBuilder server, MeterRegistry meters) {
        String policy = ContentSecurityPolicy.of(addresses);
        HttpService told = HttpFile.builder(HttpData.ofUtf8(addresses.text())).contentType(MediaType.JSON_UTF_8)
                .cacheControl(ServerCacheControl.REVALIDATED).addHeaders(FOR_EVERY_PAGE).build().asService();
        HttpService vitals = new WebVitals(meters, addresses.frontEnds().keySet());
        hosts.forEach((host, build) -> {
            // What this port serves at any host, the RPCs among it, it serves at these too.
            VirtualHostBuilder own = server.virtualHost(host);
            own.service("/addresses.json", told);
            own.service("/remoteEntry.js", FileService.builder(build).serveCompressedFiles(true)
                    .cacheControl(ServerCacheControl.REVALIDATED).addHeaders(FOR_EVERY_PAGE).build());
            own.serviceUnder("/assets", FileService.builder(build.resolve("assets")).serveCompressedFiles(true)
                    .cacheControl(ServerCacheControl.IMMUTABLE).addHeaders(FOR_EVERY_PAGE).build());
            own.service(Route.builder().exact("/vitals").methods(HttpMethod.POST).build(), vitals);
            own.service(Route.builder().pathPrefix("/").methods(HttpMethod.GET, HttpMethod.HEAD).build(), new Page(build.resolve("index.html"), policy));
        });
    }

    /** The one page of a front end, at whatever path a browser opens. */
    private static final class Page extends AbstractHttpService {
        private final HttpService page;

        Page(Path file, String policy) {
            this.page = HttpFile.builder(file).contentType(MediaType.HTML_UTF_8).cacheControl(ServerCacheControl.REVALIDATED)
                    .addHeader("content-security-policy", policy)
                    .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                    .addHeader("referrer-policy", "strict-origin-when-cross-origin")
                    .addHeader("permissions-policy", "camera=(), geolocation=(), microphone=()")
                    .build().asService();
        }

        @Override
        protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) throws Exception {
            // A picture or a script that is not there must not look like a page to what asked for it.
            if (request.headers().accept().stream().noneMatch(MediaType.HTML_UTF_8.withoutParameters()::belongsTo)
                    || request.headers().accept().stream().allMatch(MediaType::hasWildcard)) {
                throw HttpStatusException.of(HttpStatus.NOT_FOUND);
            }
            return page.serve(context, request);
        }

        @Override
        protected HttpResponse doHead(ServiceRequestContext context, HttpRequest request) throws Exception {
            return doGet(context, request);
        }
    }
}
