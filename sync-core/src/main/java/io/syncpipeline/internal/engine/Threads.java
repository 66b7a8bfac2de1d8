package io.syncpipeline.internal.engine;

/** Waiting for threads that a run owns. */
final class Threads {

    private Threads() {}

    /** A wait. */
    interface Wait {
        void run() throws InterruptedException;
    }

    /** Waits to the end even when interrupted, and restores the interrupt afterwards: an owner joins its threads in any case. */
    static void uninterruptibly(Wait wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.run();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
