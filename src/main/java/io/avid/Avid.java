package io.avid;

/** Avid's main class. */
public final class Avid {
    private Avid() {}

    public static void main(String[] arguments) {}
}
