package io.avid.payment;

import io.avid.payment.application.ApplyEvent;
import io.avid.payment.application.ApplyReceived;
import io.avid.payment.application.AskedLately;
import io.avid.payment.application.CancelPayment;
import io.avid.payment.application.EventInbox;
import io.avid.payment.application.FindPayments;
import io.avid.payment.application.KeepMethods;
import io.avid.payment.application.KnowCustomer;
import io.avid.payment.application.OfferLink;
import io.avid.payment.application.PaymentFacts;
import io.avid.payment.application.PaymentSearch;
import io.avid.payment.application.ReceiveEvents;
import io.avid.payment.application.RefundPayment;
import io.avid.payment.application.SaveMethod;
import io.avid.payment.application.SettlePayment;
import io.avid.payment.application.SweepStripe;
import io.avid.payment.application.TakePayment;
import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.Sweep;
import io.avid.payment.domain.Wallet;
import io.avid.payment.event.PaymentEvents;
import io.avid.payment.grpc.PaymentGrpc;
import io.avid.payment.store.MethodSetupCodec;
import io.avid.payment.store.PaymentCodec;
import io.avid.payment.store.PaymentIndex;
import io.avid.payment.store.PaymentLinkCodec;
import io.avid.payment.store.SweepCodec;
import io.avid.payment.store.WalletCodec;
import io.avid.payment.store.WebhookInbox;
import io.avid.payment.stripe.PaymentProperties;
import io.avid.payment.stripe.StripeAccounts;
import io.avid.payment.stripe.StripeGateway;
import io.avid.payment.stripe.WebhookSignature;
import io.avid.payment.webhook.ReturnPage;
import io.avid.payment.webhook.StripeWebhook;
import io.avid.platform.clock.PeriodicWork;
import io.avid.platform.edge.ModulePages;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.search.AggregateIndex;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.security.PageTokens;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.ModuleDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Module payment: its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PaymentProperties.class)
public class PaymentModule {
    @Bean
    StripeAccounts stripeAccounts(Environment environment) {
        return new StripeAccounts(environment);
    }

    @Bean
    StripeGateway stripeGateway(PaymentProperties properties, StripeAccounts accounts, InstantSource clock, MeterRegistry meters) {
        return new StripeGateway(properties.stripe(), accounts, clock, meters);
    }

    @Bean
    AggregateStore<Payment> payments(ModuleDatabase database) {
        return database.aggregates("payments", new PaymentCodec());
    }

    @Bean
    AggregateStore<Wallet> wallets(ModuleDatabase database) {
        return database.aggregates("wallets", new WalletCodec());
    }

    @Bean
    AggregateStore<MethodSetup> methodSetups(ModuleDatabase database) {
        return database.aggregates("methodSetups", new MethodSetupCodec());
    }

    @Bean
    AggregateStore<PaymentLink> paymentLinks(ModuleDatabase database) {
        return database.aggregates("paymentLinks", new PaymentLinkCodec());
    }

    @Bean
    AggregateStore<Sweep> sweeps(ModuleDatabase database) {
        return database.aggregates("sweeps", new SweepCodec());
    }

    @Bean
    EventInbox eventInbox(ModuleDatabase database) {
        return new WebhookInbox(database);
    }

    @Bean
    PaymentSearch paymentSearch(AggregateStore<Payment> payments, AggregateStore<PaymentLink> links, AggregateStore<MethodSetup> setups,
            ObjectProvider<ModuleSearch> search, ModuleEvents events) {
        return new PaymentIndex(AggregateIndex.following(events, search::getObject, PaymentIndex.definition(payments, links, setups)));
    }

    /** What the module can do; made in one place, since the parts share much. */
    record Parts(PaymentGrpc.UseCases useCases, ApplyEvent applyEvent) {}

    @Bean
    Parts paymentParts(AggregateStore<Payment> payments, AggregateStore<Wallet> wallets, AggregateStore<MethodSetup> setups,
            AggregateStore<PaymentLink> links, AggregateStore<Sweep> sweeps, EventInbox inbox, PaymentSearch search, StripeGateway stripe,
            PaymentProperties properties, InstantSource clock, MeterRegistry meters) {
        PaymentFacts facts = new PaymentEvents();
        var lately = new AskedLately(clock);
        var customers = new KnowCustomer(wallets, sweeps, stripe, facts, clock);
        var settle = new SettlePayment(payments, stripe, facts, clock);
        var saveMethod = new SaveMethod(setups, customers, stripe, facts, lately, clock);
        var offerLink = new OfferLink(links, payments,
                new OfferLink.Parts(customers, settle, stripe, facts, lately, clock, properties.returnUrl()));
        var keepMethods = new KeepMethods(wallets, customers, stripe);
        var apply = new ApplyEvent(payments, settle, saveMethod, offerLink, keepMethods, stripe);
        var sweep = new SweepStripe(sweeps,
                new SweepStripe.Parts(payments, settle, saveMethod, offerLink, apply, inbox, search, stripe, clock), meters);
        return new Parts(new PaymentGrpc.UseCases(saveMethod, keepMethods,
                new TakePayment(payments, customers, settle, stripe, facts, properties.returnUrl()), new CancelPayment(payments, settle),
                new FindPayments(payments, settle, search, lately), new RefundPayment(payments, settle, clock), offerLink, sweep), apply);
    }

    @Bean
    PaymentGrpc paymentGrpc(Parts parts, StripeAccounts accounts, OrganisationProfiles profiles, PageTokens pageTokens) {
        return new PaymentGrpc(parts.useCases(), accounts, profiles, pageTokens);
    }

    @Bean
    ApplyReceived applyReceived(EventInbox inbox, Parts parts, InstantSource clock, MeterRegistry meters) {
        return new ApplyReceived(inbox, parts.applyEvent(), clock, meters);
    }

    @Bean
    ReceiveEvents receiveEvents(EventInbox inbox, ApplyReceived apply) {
        return new ReceiveEvents(inbox, apply::take);
    }

    @Bean
    StripeWebhook stripeWebhook(StripeAccounts accounts, ReceiveEvents receive, ModulePages pages, InstantSource clock, MeterRegistry meters) {
        var webhook = new StripeWebhook(accounts, new WebhookSignature(clock), receive, clock, meters);
        pages.open(StripeWebhook.PATH, webhook);
        pages.open(ReturnPage.PATH, new ReturnPage());
        return webhook;
    }

    @Bean(initMethod = "start")
    PeriodicWork paymentSweeps(Parts parts, PaymentProperties properties) {
        Duration interval = Duration.ofSeconds(properties.sweepSeconds());
        return new PeriodicWork("payment-sweeps", interval, () -> parts.useCases().sweepStripe().sweepAll(interval));
    }
}
