package dev.maitred.launcher.up;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands before a PostgreSQL as poolers do: it takes connections on and greets them as a process of its own making. */
final class GreetingPooler implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int OWN_PROCESS = 4711;

    private final int server;
    private final ServerSocket listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());

    GreetingPooler(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket client = listening.accept();
                    Thread.ofVirtual().start(() -> lend(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    private void lend(Socket client) {
        try (client;
                Socket lent = new Socket(InetAddress.getLoopbackAddress(), server)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(lent.getOutputStream());
            startUp(in, out, client);
            Thread answers = Thread.ofVirtual().start(() -> answers(lent, client));
            in.transferTo(out);
            lent.shutdownOutput();
            answers.join();
        } catch (IOException | InterruptedException e) {
            // The client has gone.
        }
    }

    private static void startUp(DataInputStream in, DataOutputStream out, Socket client) throws IOException {
        while (true) {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            int code = java.nio.ByteBuffer.wrap(body).getInt();
            if (code == SSL_REQUEST || code == GSS_REQUEST) {
                client.getOutputStream().write('N');
                continue;
            }
            out.writeInt(length);
            out.write(body);
            return;
        }
    }

    private static void answers(Socket lent, Socket client) {
        try {
            DataInputStream in = new DataInputStream(lent.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            int type = in.read();
            while (type >= 0) {
                int length = in.readInt();
                byte[] body = in.readNBytes(length - 4);
                if (type == 'K') {
                    java.nio.ByteBuffer.wrap(body).putInt(OWN_PROCESS);
                }
                out.write(type);
                out.writeInt(length);
                out.write(body);
                type = in.read();
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
