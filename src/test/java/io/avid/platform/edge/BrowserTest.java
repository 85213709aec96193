package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.avid.endtoend.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real browser, a page from another origin, and gRPC-web by fetch: what no client in Java can show
 * is that the browser lets the page see the status.
 */
@Tag("slow")
class BrowserTest {
    private static final int TIMEOUT_SECONDS = 90;

    @Test
    void aPageOfAnAllowedOriginCallsByGrpcWebInBothFormatsAndSeesStatusAndMessage(@TempDir Path profile) throws Exception {
        Path chromium = Chromium.orSkip("gRPC-web from a browser was");
        CompletableFuture<String> seen = new CompletableFuture<>();
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String origin = "http://localhost:" + site.getAddress().getPort();
        try (EdgeUnderTest edge = new EdgeUnderTest(Map.of("avid.edge.allowed-origins", origin))) {
            String page = page(edge.url("/avid.customer.v1.CustomerService/GetCustomer"), edge.issuer.token("org_1", "customers.read"));
            answer(site, "/", exchange -> page);
            answer(site, "/seen", exchange -> {
                seen.complete(exchange);
                return "";
            });
            site.start();
            Process browser = new ProcessBuilder(chromium.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    "--disable-dev-shm-usage", "--remote-debugging-port=0", "--user-data-dir=" + profile, origin + "/")
                    .redirectErrorStream(true).redirectOutput(profile.resolve("browser.log").toFile()).start();
            try {
                JsonNode results = JsonMapper.shared().readTree(seen.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
                assertThat(results.get("error").asString()).isEmpty();
                for (String format : new String[] {"binary", "text"}) {
                    JsonNode result = results.get(format);
                    assertThat(result.get("good").get("status").asString()).as(format).isEqualTo("0");
                    assertThat(result.get("good").get("text").asString()).as(format).contains("Café org_1");
                    assertThat(result.get("missing").get("status").asString()).as(format).isEqualTo("5");
                    assertThat(result.get("missing").get("message").asString()).as(format).contains("customers/not-found");
                    assertThat(result.get("missing").get("details").asString()).as(format).isNotEmpty();
                    assertThat(result.get("stranger").get("status").asString()).as(format).isEqualTo("16");
                }
            } finally {
                browser.descendants().forEach(ProcessHandle::destroyForcibly);
                browser.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } finally {
            site.stop(0);
        }
    }

    private interface Body {
        String of(String request) throws IOException;
    }

    private static void answer(HttpServer site, String path, Body body) {
        site.createContext(path, exchange -> {
            byte[] bytes = body.of(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static String page(String url, String token) {
        return """
                <!doctype html><meta charset="utf-8"><title>gRPC-web</title><script>
                const url = '%s', token = '%s';
                function framed(name) {
                  const text = new TextEncoder().encode(name);
                  return new Uint8Array([0, 0, 0, 0, 2 + text.length, 0x0a, text.length, ...text]);
                }
                function decodedPieces(text) {
                  let bytes = '';
                  for (let i = 0; i < text.length; i += 4) bytes += atob(text.slice(i, i + 4));
                  return Uint8Array.from(bytes, c => c.charCodeAt(0));
                }
                async function call(format, name, authorization) {
                  const headers = {'content-type': format === 'text' ? 'application/grpc-web-text+proto' : 'application/grpc-web+proto', 'x-grpc-web': '1'};
                  if (authorization) headers.authorization = authorization;
                  const frame = framed(name);
                  const response = await fetch(url, {method: 'POST', headers, body: format === 'text' ? btoa(String.fromCharCode(...frame)) : frame});
                  const body = format === 'text' ? decodedPieces(await response.text()) : new Uint8Array(await response.arrayBuffer());
                  const result = {status: response.headers.get('grpc-status') ?? '', message: response.headers.get('grpc-message') ?? '',
                    details: response.headers.get('grpc-status-details-bin') ?? '', text: ''};
                  for (let at = 0; at < body.length;) {
                    const size = new DataView(body.buffer, body.byteOffset + at + 1, 4).getUint32(0);
                    const text = new TextDecoder().decode(body.slice(at + 5, at + 5 + size));
                    if (body[at] & 0x80) {
                      for (const line of text.split('\\r\\n')) {
                        const [key, ...value] = line.split(':');
                        if (key === 'grpc-status') result.status = value.join(':').trim();
                        if (key === 'grpc-message') result.message = value.join(':').trim();
                        if (key === 'grpc-status-details-bin') result.details = value.join(':').trim();
                      }
                    } else {
                      result.text = text;
                    }
                    at += 5 + size;
                  }
                  return result;
                }
                (async () => {
                  const seen = {error: ''};
                  try {
                    for (const format of ['binary', 'text']) {
                      seen[format] = {good: await call(format, 'customers/1', 'Bearer ' + token),
                        missing: await call(format, 'customers/not-found', 'Bearer ' + token),
                        stranger: await call(format, 'customers/1')};
                    }
                  } catch (e) {
                    seen.error = String(e);
                  }
                  await fetch('/seen', {method: 'POST', body: JSON.stringify(seen)});
                })();
                </script>
                """.formatted(url, token);
    }
}
