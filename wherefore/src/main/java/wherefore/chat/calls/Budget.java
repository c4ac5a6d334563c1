package wherefore.chat.calls;

import java.util.Optional;
import wherefore.chat.ChatModelException;
import wherefore.chat.Request;
import wherefore.chat.Usage;

/// Money that may be spent: what a call can cost at most is set aside before it is asked, so that no number of calls in
/// flight can pass the limit together.
public interface Budget {

    /// Sets aside what this request may cost at most. May wait for calls in flight to be settled.
    ///
    /// @throws ChatModelException of kind `STOPPED`, with one line that names the limit, if it would be passed
    Reservation reserve(Request request) throws ChatModelException, InterruptedException;

    /// As [#reserve], but without waiting: empty where the request does not fit as long as the calls in flight
    /// are not settled. For whoever sets money aside for many requests before the first is sent, and so would
    /// wait for itself.
    default Optional<Reservation> tryReserve(Request request) throws ChatModelException, InterruptedException {
        return Optional.of(reserve(request));
    }

    /// Money set aside for one try of one request. Ends by one of the two, once.
    interface Reservation {

        /// The call was answered and has to be paid.
        ///
        /// @param usage what it was billed for; empty: unknown, so all that was set aside counts as spent
        void settle(Optional<Usage> usage);

        /// The call was not answered; nothing is owed.
        void release();
    }

    /// No limit.
    Budget UNLIMITED = request -> new Reservation() {
        @Override
        public void settle(Optional<Usage> usage) {}

        @Override
        public void release() {}
    };
}
