package io.avid.local.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// The file behind one store of a stand-in: an append-only sequence of records that is forced to disk before anybody is told.
///
/// **Group commit.** Callers append under the store's lock, which only puts bytes into memory, and then wait outside
/// of it. The first to wait writes everything appended so far as ONE frame and forces the file; those who appended
/// meanwhile form the next frame. So a lone caller pays one `fsync`, and sixty callers share one.
///
/// **Frames.** `[int length][int CRC32C][payload]`, little-endian, after an 8-byte head. Since a frame is written only
/// after the one before it is on disk, a crash can damage the last frame alone, and nothing in it was acknowledged:
/// it is cut off at the next start. A damaged frame with an intact one behind it cannot come from a crash; the store
/// then refuses to open rather than lose what was promised.
///
/// **Compaction.** A snapshot is a journal too, only a shorter one that leads to the same state. It is written aside,
/// forced, renamed to the next generation, the folder forced, and only then is the old generation deleted. After a
/// crash in between, the highest generation is whole and wins.
///
/// **Records.** What a record says is its writer's; it begins with its own length in bytes as a little-endian int, as a
/// BSON document does, so that records that share a frame can be told apart.
public final class CommandJournal implements AutoCloseable {

    /// Spells "AVIDJNL1" in the file's first bytes.
    private static final long HEAD = 0x314C4E4A44495641L;
    private static final int HEAD_BYTES = Long.BYTES;
    private static final int FRAME_HEAD_BYTES = 2 * Integer.BYTES;
    /// A frame gathers what waited for one fsync; no client may send messages above 48 MB.
    private static final int MAXIMUM_FRAME_BYTES = 1 << 30;
    private static final int FIRST_BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final String extension;
    private final Pattern fileName;
    private final FileChannel lockChannel;
    private final FileLock processLock;
    private final ReentrantLock diskLock = new ReentrantLock();
    private final Object pendingLock = new Object();
    private ByteBuffer pending = newBuffer(FIRST_BUFFER_BYTES);
    private long appendedRecords;
    private volatile long durableRecords;
    private volatile Optional<IOException> failure = Optional.empty();
    private long generation;
    private FileChannel file;
    private volatile long fileBytes;
    private long bytesAfterCompaction;

    private CommandJournal(Path folder, String extension, FileChannel lockChannel, FileLock processLock) {
        this.folder = folder;
        this.extension = extension;
        this.fileName = Pattern.compile("journal-(\\d{10})\\." + extension);
        this.lockChannel = lockChannel;
        this.processLock = processLock;
    }

    /// Opens the journal in the folder, creating both, and hands every intact payload to the reader in order.
    ///
    /// @param extension of the file's name: what its records are
    /// @throws IOException when another process holds the folder, or the file is damaged anywhere but at its end
    public static CommandJournal open(Path folder, String extension, Consumer<ByteBuffer> reader) throws IOException {
        Files.createDirectories(folder);
        FileChannel lockChannel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = lockChannel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            lockChannel.close();
            throw new IOException("The store in " + folder + " is open in another process or a second time in this one;"
                    + " one store has one writer. Stop the other (./avid down) and try again.");
        }
        CommandJournal journal = new CommandJournal(folder, extension, lockChannel, lock);
        try {
            journal.openNewestGeneration(reader);
            return journal;
        } catch (IOException | RuntimeException e) {
            journal.release();
            throw e;
        }
    }

    private void openNewestGeneration(Consumer<ByteBuffer> reader) throws IOException {
        List<Path> journals = new ArrayList<>();
        try (var paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (fileName.matcher(path.getFileName().toString()).matches()) {
                    journals.add(path);
                } else if (path.getFileName().toString().endsWith(".aside")) {
                    Files.delete(path);
                }
            }
        }
        journals.sort(Comparator.naturalOrder());
        if (journals.isEmpty()) {
            generation = 1;
            writeGeneration(generation, List.of());
            file = FileChannel.open(path(generation), StandardOpenOption.WRITE, StandardOpenOption.READ);
        } else {
            Path newest = journals.removeLast();
            for (Path older : journals) {
                Files.delete(older);
            }
            Matcher name = fileName.matcher(newest.getFileName().toString());
            name.matches();
            generation = Long.parseLong(name.group(1));
            file = FileChannel.open(newest, StandardOpenOption.WRITE, StandardOpenOption.READ);
            readFrames(newest, reader);
        }
        fileBytes = file.size();
        bytesAfterCompaction = fileBytes;
        file.position(fileBytes);
    }

    private void readFrames(Path path, Consumer<ByteBuffer> reader) throws IOException {
        long size = file.size();
        ByteBuffer head = newBuffer(HEAD_BYTES);
        readFully(head, 0);
        if (size < HEAD_BYTES || head.flip().getLong() != HEAD) {
            throw new IOException(path + " does not begin as a journal of this store does; it was made by something else"
                    + " or overwritten. Restore the file, or start anew with ./avid reset.");
        }
        long position = HEAD_BYTES;
        while (position < size) {
            Optional<ByteBuffer> payload = intactFrame(position, size);
            if (payload.isEmpty()) {
                cutOffTornTail(path, position, size);
                return;
            }
            position += FRAME_HEAD_BYTES + payload.get().remaining();
            reader.accept(payload.get());
        }
    }

    private void cutOffTornTail(Path path, long position, long size) throws IOException {
        for (long candidate = position + 1; candidate < size - FRAME_HEAD_BYTES; candidate++) {
            if (intactFrame(candidate, size).isPresent()) {
                throw new IOException(path + " is damaged at byte " + position + ", and intact again at byte " + candidate
                        + " of " + size + ": that is no torn write but lost data, so the store does not open."
                        + " Restore the file, or start anew with ./avid reset.");
            }
        }
        System.err.println("Cut off " + (size - position) + " bytes of a write that a crash tore, at byte " + position
                + " of " + path + "; nothing in it was acknowledged.");
        file.truncate(position);
        file.force(true);
    }

    /// The frame at this place, if its length is possible, its first document begins plausibly and its checksum holds.
    private Optional<ByteBuffer> intactFrame(long position, long size) throws IOException {
        if (size - position < FRAME_HEAD_BYTES + Integer.BYTES) {
            return Optional.empty();
        }
        ByteBuffer head = newBuffer(FRAME_HEAD_BYTES + Integer.BYTES);
        readFully(head, position);
        head.flip();
        int length = head.getInt();
        int checksum = head.getInt();
        int firstDocumentBytes = head.getInt();
        if (length <= 0 || length > MAXIMUM_FRAME_BYTES || length > size - position - FRAME_HEAD_BYTES
                || firstDocumentBytes <= 0 || firstDocumentBytes > length) {
            return Optional.empty();
        }
        ByteBuffer payload = newBuffer(length);
        readFully(payload, position + FRAME_HEAD_BYTES);
        payload.flip();
        return checksum(payload) == checksum ? Optional.of(payload) : Optional.empty();
    }

    private void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = file.read(target, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    /// Adds one record to what the next frame will hold; it is not durable yet.
    ///
    /// @return the record's number, for [#awaitDurable]
    public long append(ByteBuffer record) {
        synchronized (pendingLock) {
            if (pending.remaining() < record.remaining()) {
                int wanted = Math.addExact(pending.position(), record.remaining());
                pending = newBuffer(Math.max(wanted, Math.multiplyExact(pending.capacity(), 2))).put(pending.flip());
            }
            pending.put(record);
            return ++appendedRecords;
        }
    }

    /// The number of the last record appended, durable or not.
    public long appendedRecords() {
        synchronized (pendingLock) {
            return appendedRecords;
        }
    }

    /// Returns when the record of this number, and so all before it, would survive a power cut.
    ///
    /// @throws IOException when the disk refused; the journal then refuses everything that follows, because memory is
    ///                     ahead of the disk
    public void awaitDurable(long record) throws IOException {
        if (durableRecords >= record) {
            return;
        }
        diskLock.lock();
        try {
            if (durableRecords < record) {
                writePendingFrame();
            }
        } finally {
            diskLock.unlock();
        }
    }

    private void writePendingFrame() throws IOException {
        refuseAfterFailure();
        ByteBuffer payload;
        long last;
        synchronized (pendingLock) {
            payload = pending.flip();
            pending = newBuffer(FIRST_BUFFER_BYTES);
            last = appendedRecords;
        }
        try {
            if (payload.hasRemaining()) {
                fileBytes += writeFrame(file, payload);
                file.force(false);
            }
            durableRecords = last;
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    /// Throws if a write to disk ever failed.
    public void refuseAfterFailure() throws IOException {
        if (failure.isPresent()) {
            throw new IOException("The journal in " + folder + " could not be written before; nothing is accepted since,"
                    + " because memory is ahead of the disk. Free space or repair the disk, then restart this process.",
                    failure.get());
        }
    }

    /// True once the file has outgrown both the floor and four times what the last compaction left.
    public boolean isWorthCompacting(long floorBytes) {
        return fileBytes > Math.max(floorBytes, 4 * bytesAfterCompaction);
    }

    /// Replaces everything by the records given, which must lead to the present state. The caller holds the store's
    /// lock, so nothing is appended meanwhile.
    public void compact(Iterable<ByteBuffer> records) throws IOException {
        diskLock.lock();
        try {
            writePendingFrame();
            writeGeneration(generation + 1, records);
            FileChannel next = FileChannel.open(path(generation + 1), StandardOpenOption.WRITE, StandardOpenOption.READ);
            next.position(next.size());
            file.close();
            Path old = path(generation);
            generation++;
            file = next;
            fileBytes = next.size();
            bytesAfterCompaction = fileBytes;
            Files.delete(old);
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        } finally {
            diskLock.unlock();
        }
    }

    private void writeGeneration(long number, Iterable<ByteBuffer> records) throws IOException {
        Path aside = folder.resolve(path(number).getFileName() + ".aside");
        try (FileChannel target = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            target.write(newBuffer(HEAD_BYTES).putLong(HEAD).flip());
            for (ByteBuffer record : records) {
                writeFrame(target, record);
            }
            target.force(true);
        }
        Files.move(aside, path(number), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static long writeFrame(FileChannel target, ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        ByteBuffer head = newBuffer(FRAME_HEAD_BYTES).putInt(length).putInt(checksum(payload)).flip();
        ByteBuffer[] frame = {head, payload};
        while (head.hasRemaining() || payload.hasRemaining()) {
            target.write(frame);
        }
        return FRAME_HEAD_BYTES + (long) length;
    }

    private static int checksum(ByteBuffer payload) {
        CRC32C checksum = new CRC32C();
        checksum.update(payload.duplicate());
        return (int) checksum.getValue();
    }

    private static ByteBuffer newBuffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Path path(long number) {
        return folder.resolve("journal-%010d.%s".formatted(number, extension));
    }

    @Override
    public void close() throws IOException {
        diskLock.lock();
        try {
            if (failure.isEmpty()) {
                writePendingFrame();
            }
        } finally {
            diskLock.unlock();
            release();
        }
    }

    private void release() throws IOException {
        if (file != null) {
            file.close();
        }
        processLock.release();
        lockChannel.close();
    }
}
