package io.tocsin.app.ruletest;

/** Text of a test file that stands for something else. */
final class Written {
    private Written() {}

    /**
     * Reads the moment under a key.
     *
     * @throws IllegalArgumentException naming the key
     */
    static Moment moment(String key, String text) {
        try {
            return Moment.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a wrong " + key + ": '" + text + "' " + e.getMessage(), e);
        }
    }
}
