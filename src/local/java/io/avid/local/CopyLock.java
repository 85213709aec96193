package io.avid.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One command at a time changes a copy; another waits. The system frees the lock of a process that was killed.
///
/// @param channel keeps the lock
/// @param lock held until closed
record CopyLock(FileChannel channel, FileLock lock) implements AutoCloseable {

    static CopyLock take(StateFolder state, Progress progress) throws IOException {
        return take(state.lock(), "Another command is changing the copy at port " + state.port() + "; waiting for it.", progress);
    }

    /// For what all copies share: the things built from the sources.
    static CopyLock takeForBuilding(ProjectFolder project, Progress progress) throws IOException {
        return take(project.root().resolve(".avid").resolve("build-stand-ins.lock"), "Another copy is building; waiting for it.", progress);
    }

    private static CopyLock take(Path file, String whileWaiting, Progress progress) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            progress.line(whileWaiting);
            lock = channel.lock();
        }
        return new CopyLock(channel, lock);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
