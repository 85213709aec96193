/// A Stripe of local mode: the part of Stripe's API that takes money, gives it back and tells of it, with Stripe's test
/// cards, state machines, errors, idempotency, events and signed webhooks, driven by Stripe's own SDKs.
///
/// Start at [io.avid.local.stripe.StripeEmulator], which opens it, and [io.avid.local.stripe.ServeRequest], the way of
/// one request. A class for each resource says what may be done with it: [io.avid.local.stripe.Customers],
/// [io.avid.local.stripe.PaymentMethods], [io.avid.local.stripe.SetupIntents], [io.avid.local.stripe.PaymentIntents],
/// [io.avid.local.stripe.Charges], [io.avid.local.stripe.Refunds], [io.avid.local.stripe.BalanceTransactions],
/// [io.avid.local.stripe.Events], [io.avid.local.stripe.WebhookEndpoints], [io.avid.local.stripe.CheckoutSessions].
/// What the real Stripe has not, faults on demand and a clock that can be set forward, is under `/_emulator`.
package io.avid.local.stripe;
