package dev.maitred.packs.nightclub.history;

import dev.maitred.packs.Dice;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The nights of a club: five weeks back on Fridays, Saturdays and some Thursdays; yesterday's, whatever day it was; tonight's,
 * placed around the present; and the week to come.
 */
final class NightCalendar {

    private static final int PAST_DAYS = 35;
    private static final int COMING_DAYS = 7;

    private final Instant now;
    private final long seed;

    NightCalendar(Instant now, long seed) {
        this.now = now;
        this.seed = seed;
    }

    /** In the order of their start; ids count up from {@code firstId}. */
    List<Night> nights(Club club, long firstId) {
        LocalDate today = club.businessDate(now);
        List<Night> nights = new ArrayList<>();
        for (int day = -PAST_DAYS; day <= COMING_DAYS; day++) {
            LocalDate date = today.plusDays(day);
            if (day == -1 || day == 0 || isClubNight(club, date)) {
                nights.add(night(club, date, day, firstId + nights.size()));
            }
        }
        return nights;
    }

    private static boolean isClubNight(Club club, LocalDate date) {
        return switch (date.getDayOfWeek()) {
            case FRIDAY, SATURDAY -> true;
            case THURSDAY -> (date.toEpochDay() / 7 + club.id()) % 2 == 0;
            case MONDAY, TUESDAY, WEDNESDAY, SUNDAY -> false;
        };
    }

    private Night night(Club club, LocalDate date, int day, long id) {
        Dice dice = Dice.of(seed, club.id(), date.toEpochDay());
        Instant start = day == 0
                ? tonight(club, date)
                : date.atTime(club.opens()).atZone(club.zone()).toInstant();
        boolean weak = day != 0 && date.getDayOfWeek() != DayOfWeek.FRIDAY && date.getDayOfWeek() != DayOfWeek.SATURDAY;
        double demand = club.demand() * (weak ? 0.7 : 1) * (0.92 + 0.08 * dice.bell());
        boolean calledOff = (club.id() == 3 && day < -7 && date.getDayOfWeek() == DayOfWeek.SATURDAY && day >= -14)
                || (club.id() == 6 && day > 1 && date.getDayOfWeek() == DayOfWeek.SATURDAY);
        Instant cancelledAt = calledOff ? start.minus(Duration.ofDays(day < 0 ? 2 : day + 1)) : Instant.MAX;
        return new Night(id, club, date, start, demand, cancelledAt);
    }

    /** Around the present, but within today's business day, so that yesterday's night stays yesterday's. */
    private Instant tonight(Club club, LocalDate today) {
        Instant earliest = club.dayBegins(today);
        Instant latest = club.dayBegins(today.plusDays(1)).minus(Duration.ofMinutes(1));
        Instant wanted = now.plus(club.tonight());
        return wanted.isBefore(earliest) ? earliest : wanted.isAfter(latest) ? latest : wanted;
    }
}
