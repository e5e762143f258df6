package dev.chasqui.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built with. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = VersionText.class.getPackage().getImplementationVersion();
        return new String[] {"chasqui " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
        };
    }
}
