package io.tocsin.app.server;

import java.util.List;

/**
 * Arguments for a server that is killed under load. Killed between writing messages and writing their index, server
 * 0.25.6 gives their sequences away again and keeps both in the file; its reading ahead (readAheadMsgs in
 * stores/filestore.go) takes the file for free of gaps and delivers the wrong ones.
 */
public final class CrashArguments {
    public static final List<String> NO_READ_AHEAD = List.of("--file_read_buffer_size", "0");

    private CrashArguments() {}
}
