package wherefore.curation;

/// Told how far a curation is.
public interface CurationListener {

    /// Nobody listens.
    CurationListener NONE = (pass, share, rows) -> {};

    /// Told now and then.
    ///
    /// @param pass  what is being done, such as `measuring`
    /// @param share of the file, from 0 to 1
    void reached(String pass, double share, long rows);
}
