package wherefore.chat;

import java.util.List;

/// Many requests at once: a step hands over all it asks, so that batches and files work.
public interface Calls {

    /// The model behind the calls, as the study file names it.
    String model();

    /// One outcome for each request, in the order of the requests.
    ///
    /// @throws CallsStoppedException if nothing more can be asked at all: no money, no permission, a provider
    ///                               that is down
    List<Outcome> submit(List<Request> requests);
}
