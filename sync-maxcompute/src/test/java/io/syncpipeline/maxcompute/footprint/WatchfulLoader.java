package io.syncpipeline.maxcompute.footprint;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Loads all classes of the class path itself, and remembers those that were asked for and are not there. A library that catches the
 * error of a missing class cannot hide it from this loader. Thread-safe.
 */
final class WatchfulLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Set<String> loaded = new ConcurrentSkipListSet<>();
    private final Set<String> missing = new ConcurrentSkipListSet<>();

    private WatchfulLoader(URL[] classPath) {
        super("watchful", classPath, ClassLoader.getPlatformClassLoader());
    }

    /** A loader of this process's class path. */
    static WatchfulLoader ofClassPath() {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            try {
                urls.add(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException("class path entry " + entry, e);
            }
        }
        return new WatchfulLoader(urls.toArray(URL[]::new));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return super.loadClass(name, resolve);
        } catch (ClassNotFoundException e) {
            missing.add(name);
            throw e;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> found = super.findClass(name);
        loaded.add(name);
        return found;
    }

    /** The classes that were asked for in vain, in the order of their names. */
    SortedSet<String> missing() {
        return new TreeSet<>(missing);
    }

    /**
     * What the loaded classes of a package and those below it name and is not there, as {@code class -> absent class}: what would be
     * missed by code that has not run.
     */
    SortedSet<String> absentReferences(String packageName) throws IOException {
        SortedSet<String> absent = new TreeSet<>();
        for (String name : loaded) {
            if (name.startsWith(packageName + ".")) {
                for (String reference : references(name)) {
                    if (getResource(file(reference)) == null) {
                        absent.add(name + " -> " + reference);
                    }
                }
            }
        }
        return absent;
    }

    private SortedSet<String> references(String name) throws IOException {
        try (InputStream classFile = getResourceAsStream(file(name))) {
            if (classFile == null) {
                throw new IOException("class " + name + " has no file");
            }
            return ClassReferences.of(classFile);
        }
    }

    private static String file(String className) {
        return className.replace('.', '/') + ".class";
    }
}
