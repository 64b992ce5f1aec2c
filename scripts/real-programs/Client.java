import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Fetches a page, and fails unless it is the one that is expected. */
class Client {
    public static void main(String[] args) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + args[0] + "/page")).build();
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        if (!client.send(request, BodyHandlers.ofString()).body().equals(args[1])) System.exit(1);
    }
}
