package dev.maitred.ingest.capture;

/** Takes what capture delivers, on capture's own thread; blocking here holds the source's stream back. */
@FunctionalInterface
public interface CaptureSink {

    void accept(CaptureEvent event) throws InterruptedException;
}
