package wherefore.chat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// A model that answers many requests together: later, and for less.
public interface BatchModel {

    /// The model as the study file names it.
    String name();

    Limits limits();

    /// What one request takes of a batch's size.
    ///
    /// @param id how the request will be named in the batch
    /// @return bytes
    long size(String id, Request request);

    /// Hands a batch over and returns the provider's name for it.
    ///
    /// @param mark  ours for this batch, so that [#find] knows it again
    /// @param items by id; an id that the provider's interface does not permit is sent as its SHA-256
    /// @throws ChatModelException where its kind is `BROKEN` or `TIMED_OUT`, the batch may have begun all the same
    String begin(String mark, Map<String, Request> items) throws ChatModelException;

    /// Looks for a batch that may have been handed over though its name never came back.
    ///
    /// @param ids    of all its items
    /// @param since  when it was handed over at the earliest
    /// @param others names of batches that it is not
    Search find(String mark, Set<String> ids, Instant since, Set<String> others) throws ChatModelException;

    Progress progress(String batch) throws ChatModelException;

    /// Tells what became of each item of a batch that has ended, in any order. An item that is not told was not in what
    /// came, which may have been cut off: ask again.
    ///
    /// @param items by id, as they were handed over
    void results(String batch, Map<String, Request> items, BiConsumer<String, Result> sink) throws ChatModelException;

    /// Asks the provider to stop. What was answered until then is paid and comes as results.
    void cancel(String batch) throws ChatModelException;

    /// How much a batch holds at most.
    ///
    /// @param items        requests
    /// @param bytes        sum of [#size]
    /// @param answerTokens sum of the requests' token limits, so that the results are not too long to be fetched
    record Limits(int items, long bytes, long answerTokens) {

        public Limits {
            if (items < 1 || bytes < 1 || answerTokens < 1) {
                throw new IllegalArgumentException("a batch must be able to hold something");
            }
        }
    }

    /// What was found of a batch whose name is not known.
    sealed interface Search {

        /// This is it.
        record There(String batch) implements Search {}

        /// It may be this one, which has as many items and shows them only when it has ended.
        record Perhaps(String batch) implements Search {}

        /// It never began.
        record Absent() implements Search {}
    }

    /// How far a batch is.
    ///
    /// @param ended     nothing more comes
    /// @param done      items with an outcome, as far as the provider tells
    /// @param cancelled somebody asked for its end
    /// @param trouble   what the provider says is wrong with the whole
    record Progress(boolean ended, long done, boolean cancelled, Optional<String> trouble) {}

    /// What became of one item.
    sealed interface Result {

        /// The model answered; the stop reason says whether the answer is whole.
        record Answered(Completion completion) implements Result {}

        /// It was tried and failed.
        record Failed(ChatModelException.Kind kind, String why) implements Result {}

        /// Its time was over before it was tried.
        record Expired() implements Result {}

        /// The batch was cancelled before it was tried.
        record Cancelled() implements Result {}
    }
}
