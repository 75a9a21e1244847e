package dev.maitred.mapping.rule;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.language.Faults;
import dev.maitred.mapping.language.Nearest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CEL expressions over a row's columns, and over what is named beside them. */
final class Expressions {

    /** Of all lists that an expression goes through, so that no row holds up capture. */
    private static final int MOST_ITERATIONS = 10_000;

    /** Characters of a regular expression, its repetitions written out. */
    private static final int LARGEST_PATTERN = 2_000;

    private static final Pattern WORDS_FOR_MACHINES =
            Pattern.compile("(?s) \\(in container ''\\)| \\(candidates: .*| expecting \\{.*");

    private static final String UNDECLARED = "undeclared reference to '";

    /** What an expression may call, without the operators, which have no names of letters. */
    private static final List<String> FUNCTIONS = Stream.concat(
                    Arrays.stream(StandardFunction.values()).map(StandardFunction::functionName),
                    CelStandardMacro.STANDARD_MACROS.stream().map(CelStandardMacro::getFunction))
            .filter(name -> Character.isLetter(name.charAt(0)))
            .distinct()
            .sorted()
            .toList();

    private final Table table;
    private final Paths paths;
    private final Faults faults;

    Expressions(Table table, Paths paths, Faults faults) {
        this.table = table;
        this.paths = paths;
        this.faults = faults;
    }

    /** @param with what the expression may use besides the row's columns, by the name that it uses */
    Value compile(String place, String expression, CelType result, Map<String, Value> with) {
        CelBuilder builder = CelFactory.standardCelBuilder()
                .setOptions(CelOptions.current()
                        .comprehensionMaxIterations(MOST_ITERATIONS)
                        .build())
                .setResultType(result);
        Map<String, Reader<Object>> variables = new LinkedHashMap<>();
        Set<String> called = new LinkedHashSet<>();
        try {
            for (String name : names(expression, called)) {
                Value value = with.get(name);
                if (value == null) {
                    value = table.column(name).isPresent() ? paths.compile(place, name) : null;
                }
                if (value != null) {
                    variables.put(name, value.reader());
                    builder.addVar(name, type(value, with.containsKey(name)));
                }
            }
            Cel cel = builder.build();
            CelAbstractSyntaxTree checked = cel.compile(expression).getAst();
            patterns(place, expression, checked);
            return Value.made(
                    CelValues.columnType(checked.getResultType()),
                    program(expression, cel.createProgram(checked), variables));
        } catch (CelValidationException e) {
            faults.add(
                    place,
                    "the expression `" + expression + "` does not compile: " + problems(e, called),
                    remedy(e, with.keySet(), called));
        } catch (CelEvaluationException | IllegalStateException e) {
            // A checker that fails on its own account says so by an exception that is no validation's.
            faults.add(
                    place,
                    "the expression `" + expression + "` does not compile, and CEL cannot say why",
                    "Write it more simply");
        }
        return Value.NONE;
    }

    /** Each is made anew for every row, so none may be a value of the row or take much memory. */
    private void patterns(String place, String expression, CelAbstractSyntaxTree checked) {
        CelNavigableAst.fromAst(checked)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.CALL
                        && node.expr().call().function().equals("matches"))
                .forEach(node -> {
                    CelConstant pattern = node.expr().call().args().getLast().constantOrDefault();
                    if (pattern.getKind() != CelConstant.Kind.STRING_VALUE) {
                        faults.add(
                                place,
                                "the expression `" + expression + "` matches by a pattern that is not written out",
                                "Write the pattern as a text between quotes");
                    } else if (PatternSize.of(pattern.stringValue()) > LARGEST_PATTERN) {
                        faults.add(
                                place,
                                "the expression `" + expression
                                        + "` has a pattern that repeats too much: written out it has more" + " than "
                                        + LARGEST_PATTERN + " characters",
                                "Repeat less, or compare the length by size()");
                    }
                });
    }

    private static CelType type(Value value, boolean lookedUp) {
        boolean nullable = lookedUp || value.column() == null || value.column().nullable();
        CelType type = CelValues.celType(value.type());
        // CEL's checker has no list that may be null.
        if (nullable && type instanceof ListType) {
            return SimpleType.DYN;
        }
        return nullable && value.type() != null ? NullableType.create(type) : type;
    }

    /** @param called where the functions that it calls are put */
    private static Set<String> names(String expression, Set<String> called) throws CelValidationException {
        CelAbstractSyntaxTree parsed =
                CelFactory.standardCelBuilder().build().parse(expression).getAst();
        CelNavigableAst.fromAst(parsed)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.CALL)
                .forEach(node -> called.add(node.expr().call().function()));
        return CelNavigableAst.fromAst(parsed)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.IDENT)
                .map(node -> node.expr().ident().name())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String problems(CelValidationException e, Set<String> called) {
        return e.getErrors().stream()
                .map(issue -> "at character " + (issue.getSourceLocation().getColumn() + 1) + ", "
                        + problem(issue.getMessage(), called))
                .collect(Collectors.joining("; "));
    }

    private static String problem(String message, Set<String> called) {
        String unknown = undeclared(message);
        return called.contains(unknown)
                ? "there is no function " + unknown
                : WORDS_FOR_MACHINES.matcher(message).replaceAll("");
    }

    /** The name that nothing has; empty when the message says something else. */
    private static String undeclared(String message) {
        return message.startsWith(UNDECLARED)
                ? message.substring(UNDECLARED.length(), message.indexOf('\'', UNDECLARED.length()))
                : "";
    }

    private String remedy(CelValidationException e, Set<String> with, Set<String> called) {
        List<String> names = Stream.concat(table.columns().stream().map(column -> column.name()), with.stream())
                .toList();
        return e.getErrors().stream()
                .map(issue -> undeclared(issue.getMessage()))
                .filter(word -> !word.isEmpty())
                .findFirst()
                .map(word -> called.contains(word)
                        ? Nearest.remedy(word, FUNCTIONS, "The functions are " + FUNCTIONS)
                        : Nearest.remedy(word, names, "It may use " + names))
                .orElse("Mend the expression");
    }

    private static Reader<Object> program(
            String expression, CelRuntime.Program program, Map<String, Reader<Object>> variables) {
        return row -> {
            Map<String, @Nullable Object> values = HashMap.newHashMap(variables.size());
            variables.forEach((name, reader) -> values.put(name, CelValues.toCel(reader.read(row))));
            try {
                return CelValues.fromCel(program.eval(values));
            } catch (CelEvaluationException e) {
                // Not CEL's own words: they may tell the value.
                throw new UnmappableException("the expression `" + expression + "` failed on this row: "
                        + e.getErrorCode()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' '));
            }
        };
    }
}
