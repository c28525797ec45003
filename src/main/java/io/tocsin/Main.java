package io.tocsin;

/** Hands over to the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("tocsin");
    }
}
