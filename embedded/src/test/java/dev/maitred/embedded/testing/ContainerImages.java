package dev.maitred.embedded.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.testcontainers.DockerClientFactory;

/** The images of the servers, as {@code images.properties} names them. */
final class ContainerImages {

    private static final Properties NAMES = read();

    private ContainerImages() {}

    private static Properties read() {
        try (InputStream file =
                Objects.requireNonNull(ContainerImages.class.getResourceAsStream("images.properties"))) {
            Properties names = new Properties();
            names.load(file);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The name of an image that is here. Asked first, because pulling where there is no registry is tried for seven
     * minutes.
     *
     * @param server as images.properties calls it
     * @throws IllegalStateException when there is no engine, or the image is not here
     */
    static String present(String server) {
        String image = NAMES.getProperty(server);
        DockerClientFactory docker = DockerClientFactory.instance();
        if (!docker.isDockerAvailable()) {
            throw new IllegalStateException(
                    "Tests in containers need a container engine and none answers. Start one, or leave out --containers.");
        }
        try {
            docker.client().inspectImageCmd(image).exec();
            return image;
        } catch (NotFoundException e) {
            throw new IllegalStateException(
                    "Tests in containers need the image " + image + " and it is not here. Get it with: docker pull "
                            + image,
                    e);
        }
    }
}
