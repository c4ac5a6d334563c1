package wherefore.chat.calls;

import wherefore.chat.Request;

/// One request in a batch.
///
/// @param tries    how often it was in a batch before and came back without an answer
/// @param refusals how often, of these, the model declined
record BatchItem(CallKey key, Request request, CallLabel label, int tries, int refusals) {}
