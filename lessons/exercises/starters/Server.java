// An echo server: each message is a 4-byte length, big-endian, and then that many bytes.

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

class Server {
    static void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                int length = in.readInt();
                byte[] message = new byte[length];
                in.readFully(message);
                out.writeInt(length);
                out.write(message);
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
