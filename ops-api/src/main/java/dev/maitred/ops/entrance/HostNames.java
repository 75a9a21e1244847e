package dev.maitred.ops.entrance;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names by which this server may be called. Nothing here asks a name service: a name that somebody else points here is not ours,
 * whatever it resolves to.
 */
final class HostNames {

    private final @Nullable InetAddress address;
    private final Set<String> names;

    /**
     * @param address that the server listens at; null or the wildcard: at all of this machine
     * @param names by which it may be called besides, as in {@code maitred.example.org}
     */
    HostNames(@Nullable InetAddress address, List<String> names) {
        this.address = address;
        this.names = names.stream()
                .map(HostNames::plain)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param host from a request, without its port */
    boolean has(String host) {
        String name = plain(host);
        if (name.equals("localhost") || name.endsWith(".localhost") || names.contains(name)) {
            return true;
        }
        InetAddress literal = literal(name);
        if (literal == null) {
            return false;
        }
        // Who listens everywhere is called by whatever address this machine has; another site can only choose names.
        return literal.isLoopbackAddress() || address == null || address.isAnyLocalAddress() || literal.equals(address);
    }

    private static @Nullable InetAddress literal(String name) {
        try {
            return InetAddress.ofLiteral(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String plain(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
