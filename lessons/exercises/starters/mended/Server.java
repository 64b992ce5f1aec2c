// An echo server: each message is a 4-byte length, big-endian, and then that many bytes.

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

class Server {
    static final int LONGEST = 16 * 1024 * 1024;

    static void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            while (true) {
                int length = in.readInt();
                if (length < 0 || length > LONGEST) {
                    break;
                }
                // readNBytes allocates as bytes arrive, and returns fewer only at the end of the stream.
                byte[] message = in.readNBytes(length);
                if (message.length < length) {
                    break;
                }
                var frame = ByteBuffer.allocate(4 + length).putInt(length).put(message);
                out.write(frame.array());
            }
        } catch (EOFException e) {
            // the client has finished
        } catch (IOException e) {
            System.err.println("client: " + e.getMessage());
        }
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        var server = new ServerSocket(port, 128, InetAddress.getByName("127.0.0.1"));
        while (true) {
            var socket = server.accept();
            new Thread(() -> serve(socket)).start();
        }
    }
}
