package wherefore.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalLong;

/// What the C library's allocator has given out, to tensors and to everything else in this process. `mallinfo2` of
/// glibc
/// 2.33 or newer tells; elsewhere nothing does.
final class NativeHeap {

    /// Ten numbers of type size_t; the fifth counts bytes of large blocks, the eighth those of small ones.
    private static final StructLayout NUMBERS =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));

    private static final int LARGE = 4;
    private static final int SMALL = 7;
    private static final Optional<MethodHandle> MALLINFO = find();

    private NativeHeap() {}

    static OptionalLong bytes() {
        if (MALLINFO.isEmpty()) {
            return OptionalLong.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment told = (MemorySegment) MALLINFO.get().invokeExact((SegmentAllocator) arena);
            return OptionalLong.of(
                    told.getAtIndex(ValueLayout.JAVA_LONG, LARGE) + told.getAtIndex(ValueLayout.JAVA_LONG, SMALL));
        } catch (Throwable e) {
            throw new IllegalStateException("a C function without arguments cannot fail", e);
        }
    }

    @SuppressWarnings("restricted") // The one call of a C function: it reads counters.
    private static Optional<MethodHandle> find() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("mallinfo2")
                .map(address -> linker.downcallHandle(address, FunctionDescriptor.of(NUMBERS)));
    }
}
