/// A year of a small business, made up for the third organisation: who its customers are, what they were billed and what
/// became of each invoice. [DemoYear] is the plan, [BringBusinessIn] carries out the part that goes through billing and
/// Stripe, [DemoProcess] is the process in which that happens.
package io.avid.local.demo;
