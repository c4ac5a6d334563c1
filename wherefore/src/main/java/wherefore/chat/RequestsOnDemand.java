package wherefore.chat;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/// Requests that are each made when they are looked at: a hundred thousand conversations need not be there at once.
/// Looked at twice, a request is made twice, so what makes it must give the same each time.
public final class RequestsOnDemand extends AbstractList<Request> implements RandomAccess {

    private final int size;
    private final IntFunction<Request> made;

    /// @param made the request at an index from 0
    public RequestsOnDemand(int size, IntFunction<Request> made) {
        this.size = size;
        this.made = made;
    }

    @Override
    public Request get(int index) {
        Objects.checkIndex(index, size);
        return made.apply(index);
    }

    @Override
    public int size() {
        return size;
    }
}
