package io.avid.billing.process;

/** Has an invoice rendered and filed. Failures are {@code io.avid.platform.error.Failure}. */
public interface RenderInvoice {
    /**
     * Renders and files it.
     *
     * @param invoice by resource name
     * @param locale BCP 47; empty means the organisation's
     * @return the document's name
     */
    String render(String invoice, String locale, String requestId);
}
