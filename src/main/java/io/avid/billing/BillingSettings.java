package io.avid.billing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How invoices are collected: {@code avid.billing.*}.
 *
 * @param authenticationPatience {@code avid.billing.authentication-patience}, how long a customer has to prove to the bank
 *     that it is them before the payment is ended and the invoice is free again, for example {@code 30m}; an hour by
 *     default: banks let a challenge stand for minutes, and a person who was called away comes back within that
 */
@ConfigurationProperties("avid.billing")
record BillingSettings(@DefaultValue("1h") Duration authenticationPatience) {}
