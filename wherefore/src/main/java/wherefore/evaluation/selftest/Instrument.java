package wherefore.evaluation.selftest;

import java.util.List;

/// Something that measures, and can be read with subjects of known behaviour. To add one (a judge, say), write its
/// readings and add it to the list in the wiring of the command line.
public interface Instrument {

    /// As users name it.
    String name();

    /// Reads all its known subjects; the same readings each time, without a model and without a network.
    List<Reading> readings();
}
