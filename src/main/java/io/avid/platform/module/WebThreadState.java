package io.avid.platform.module;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** The HTTP request and the language that Spring's web support keeps for a thread. */
public final class WebThreadState implements CallerThreadState {
    @Override
    public Runnable setAside() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        LocaleContext locale = LocaleContextHolder.getLocaleContext();
        if (request == null && locale == null) {
            return NOTHING;
        }
        RequestContextHolder.resetRequestAttributes();
        LocaleContextHolder.resetLocaleContext();
        return () -> {
            RequestContextHolder.setRequestAttributes(request);
            LocaleContextHolder.setLocaleContext(locale);
        };
    }
}
