package io.avid.local.stripe;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;

/// The emulator's pages: plain, readable on a phone, without scripts.
final class HtmlPage {

    private static final String FRAME = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,"><title>%1$s</title><style>
            body{font:16px/1.5 system-ui,sans-serif;background:#f4f5f8;color:#1b2233;margin:0}
            main{max-width:26rem;margin:8vh auto;background:#fff;padding:2rem;border-radius:12px;box-shadow:0 2px 18px rgba(20,30,60,.08)}
            h1{font-size:1.35rem;margin:0 0 1rem}label{display:block;margin:.9rem 0;font-size:.9rem}
            input{display:block;width:100%%;box-sizing:border-box;font:inherit;padding:.55rem .7rem;border:1px solid #c9cfdd;border-radius:8px;margin-top:.25rem}
            button{display:block;width:100%%;font:inherit;font-weight:600;padding:.7rem;margin-top:.8rem;border:0;border-radius:8px;background:#3457d5;color:#fff;cursor:pointer}
            button.quiet{background:#e7eaf2;color:#1b2233}.two{display:flex;gap:1rem}.two label{flex:1}
            table{width:100%%;border-collapse:collapse}td{padding:.3rem 0}td:last-child{text-align:right}.sum td{border-top:1px solid #dde1ea;font-weight:600}
            .error{background:#fdecec;color:#8f1d1d;padding:.6rem .8rem;border-radius:8px}small{color:#69728a}
            </style></head><body><main><h1>%1$s</h1>%2$s<p><small>Test mode: Stripe, emulated by Avid's local mode. No money moves.</small></p></main></body></html>
            """;

    private HtmlPage() {
    }

    /// @param title plain text
    /// @param body HTML
    static HttpResponse of(HttpStatus status, String title, String body) {
        return HttpResponse.of(status, MediaType.HTML_UTF_8, FRAME.formatted(escape(title), body));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
