package io.avid.payment.webhook;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.HttpRequestHandler;

/**
 * {@code GET /pay/returned}: where a bank or Stripe sends customers back to where nobody named a page. It
 * says nothing of how the payment stands, since whoever opens it may be anybody.
 */
public final class ReturnPage implements HttpRequestHandler {
    /** Where it is served. */
    public static final String PATH = "/pay/returned";

    private static final byte[] PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Thank you</title>
            <style>
            body { font: 18px/1.5 system-ui, sans-serif; max-width: 30rem; margin: 20vh auto; padding: 0 1rem; color: #1d2733; }
            </style>
            </head>
            <body>
            <h1>Thank you</h1>
            <p>You can close this page. You hear from us as soon as it is confirmed.</p>
            </body>
            </html>
            """.getBytes(StandardCharsets.UTF_8);

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.setContentLength(PAGE.length);
        response.getOutputStream().write(PAGE);
    }
}
