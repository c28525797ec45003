package io.tocsin.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/** Forms of text that are more than a type. */
public enum Syntax {
    /** A NATS Streaming channel without wildcards, as the server's {@code util.IsChannelNameValid} takes it. */
    CHANNEL("a channel name: words joined by dots, without spaces, '/', '\\', '*' or '>', 255 characters at most") {
        @Override
        public boolean accepts(String text) {
            return text.length() <= MAX_CHANNEL && CHANNELS.matcher(text).matches();
        }
    },
    /** A NATS Streaming client or cluster id, as the server takes it. */
    ID("an id of letters, digits, '-' and '_'") {
        @Override
        public boolean accepts(String text) {
            return IDS.matcher(text).matches();
        }
    },
    /** NATS servers, separated by commas; credentials have keys of their own, so that no log can show them. */
    NATS_URLS(
            "nats://host:port or tls://host:port, several separated by commas; user and password have their own keys") {
        @Override
        public boolean accepts(String text) {
            return List.of(text.split(",", -1)).stream().allMatch(url -> isUrl(url.strip(), "nats", "tls"));
        }
    },
    /** The base address of an HTTP server. */
    HTTP_URL("an address such as http://host:8222, without user and password") {
        @Override
        public boolean accepts(String text) {
            return isUrl(text, "http", "https");
        }
    },
    /** A host's name or address. */
    HOST("a host name or address, without port") {
        @Override
        public boolean accepts(String text) {
            return HOSTS.matcher(text).matches();
        }
    },
    /** The name of an EPL variable. */
    VARIABLE("a name of letters, digits and '_', starting with no digit") {
        @Override
        public boolean accepts(String text) {
            return VARIABLES.matcher(text).matches();
        }
    },
    /** A mailbox: bare, or after a name. */
    MAILBOX("a mail address: name@host or 'Name <name@host>'") {
        @Override
        public boolean accepts(String text) {
            return MAILBOXES.matcher(text).matches();
        }
    };

    private static final int MAX_CHANNEL = 255;
    private static final Pattern CHANNELS =
            Pattern.compile("(?U)[^.*>/\\\\\\s\\p{Cntrl}]+(\\.[^.*>/\\\\\\s\\p{Cntrl}]+)*");
    private static final Pattern IDS = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern VARIABLES = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern HOSTS = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String ADDRESS =
            ATOM + "(?:\\." + ATOM + ")*+@(?:[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*+|\\[[A-Za-z0-9.:]+])";
    private static final Pattern MAILBOXES = Pattern.compile(
            ADDRESS + "|(?:[^<>@,;:()\\[\\]\\\\\"\\p{Cntrl}]*|\"[^\"\\\\\\p{Cntrl}]*\" *)<" + ADDRESS + ">");

    private final String description;

    Syntax(String description) {
        this.description = description;
    }

    /** What the text must be, to follow "is not" or "must be". */
    public String description() {
        return description;
    }

    /** Whether a text that is refused may be an address with a password in it. */
    boolean mayHoldPassword(String text) {
        return this != MAILBOX && text.contains("@");
    }

    /** Whether a text has this form. */
    public abstract boolean accepts(String text);

    private static boolean isUrl(String text, String... schemes) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null
                    && List.of(schemes).contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65535
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
