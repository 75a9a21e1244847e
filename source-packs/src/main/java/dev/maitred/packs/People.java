package dev.maitred.packs;

import java.util.List;
import java.util.Locale;

/** Invented people: names, phones, e-mail addresses and notes, which the platform must never carry. */
public final class People {

    private static final List<String> FIRST = List.of(
            "Amara", "Bruno", "Carla", "Dario", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katya", "Leon",
            "Marta", "Nils", "Olga", "Pedro", "Quinn", "Rosa", "Samir", "Tilda", "Umar", "Vera", "Wanda", "Xenia",
            "Yusuf", "Zoe");
    private static final List<String> LAST = List.of(
            "Albrecht",
            "Baptista",
            "Castellano",
            "Dragomir",
            "Eriksen",
            "Fontaine",
            "Grabowski",
            "Haddad",
            "Ivanova",
            "Jimenez",
            "Kowalczyk",
            "Lindqvist",
            "Moreira",
            "Novak",
            "Okafor",
            "Petrescu",
            "Quintana",
            "Rosenthal",
            "Santangelo",
            "Teixeira",
            "Underhill",
            "Valenzuela",
            "Whitaker",
            "Yamamoto",
            "Zimmermann");
    private static final List<String> NOTES = List.of(
            "Birthday, bring sparklers",
            "Allergic to nuts",
            "Wants to sit near the booth",
            "Comes with a wheelchair",
            "Regular, knows the owner",
            "Ask for the company invoice");

    private People() {}

    public static String name(Dice dice) {
        return dice.pick(FIRST) + " " + dice.pick(LAST);
    }

    /** A number of a range that no network assigns. */
    public static String phone(Dice dice) {
        return "+999" + (100_000_000 + dice.below(900_000_000));
    }

    /** An address of a domain that is nobody's; the token makes it the only one. */
    public static String email(String name, String token) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '.') + "." + token + "@example.org";
    }

    public static String note(Dice dice) {
        return dice.pick(NOTES);
    }
}
