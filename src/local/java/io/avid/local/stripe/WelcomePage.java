package io.avid.local.stripe;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;

/// What somebody sees who opens the emulator's address: which cards there are, and what they do.
final class WelcomePage {

    private WelcomePage() {
    }

    static HttpResponse show() {
        StringBuilder page = new StringBuilder("<p>Stripe's API answers at <code>/v1</code> for any key that begins with <code>")
                .append(StripeAccount.KEY_PREFIX).append("</code>. Any other card number with a right check digit pays.</p><table>");
        for (TestCard card : TestCard.all()) {
            page.append("<tr><td><code>").append(card.number()).append("</code></td><td>").append(HtmlPage.escape(card.behaviour())).append("</td></tr>");
        }
        return HtmlPage.of(HttpStatus.OK, "Stripe, emulated for Avid's local mode", page.append("</table>").toString());
    }
}
