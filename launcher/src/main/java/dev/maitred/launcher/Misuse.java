package dev.maitred.launcher;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person sees who typed what cannot be meant: what is wrong with it and where the help is, not all of the help. */
public final class Misuse implements CommandLine.IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException misuse, String[] arguments) {
        CommandLine line = misuse.getCommandLine();
        line.getErr().println("maitred: " + misuse.getMessage());
        UnmatchedArgumentException.printSuggestions(misuse, line.getErr());
        line.getErr().println("Try './" + line.getCommandSpec().qualifiedName() + " --help'");
        line.getErr().flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }
}
