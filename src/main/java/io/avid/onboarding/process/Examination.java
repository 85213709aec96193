package io.avid.onboarding.process;

/** What a look over a whole receivables file comes to. */
public sealed interface Examination permits ReadableReceivables, UnreadableReceivables {}
