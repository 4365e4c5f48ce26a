"""The measures that are this project's own, from the prose of their pages of rights and the words people read."""

from __future__ import annotations

import numpy as np

from tests.science.instruments.opinions.vocabulary import (
    Answers,
    Column,
    Opinion,
    Said,
    Table,
    added,
    any_from,
    averaged,
    decided,
    side_by_side,
    to_whole,
    turned,
)
from tests.science.instruments.opinions.vocabulary import made_up as filled_up


def made_up(table: Table, at_most: int) -> Column:
    """In our own measures a sum with blanks made up is brought to the nearest whole number."""
    return to_whole(filled_up(table, at_most))


def named(answers: Answers, name: str) -> Column:
    """Whether somebody said of one line that it is so, be it a little."""
    return decided(answers, lambda all_: np.asarray(all_(name) >= 1))


def belonging(a: Answers) -> Said:
    belongs = made_up(a("expected glad giving"), 1)
    lonely = made_up(side_by_side(a("evenings wish_closer"), turned(a("can_tell"), 3)), 1)
    return {
        "belonging": belongs,
        "loneliness": lonely,
        "flag little_belonging": belongs < 3,
        "flag much_loneliness": lonely >= 6,
        "flag nobody_to_tell": a("can_tell") == 0,
    }


def carer_load(a: Answers) -> Said:
    carries = turned(a("time_off know_how own_life"), 3)
    total = made_up(side_by_side(a("tired nights alone on_call lost_pay"), carries), 1)
    return {
        "total": total,
        "flag carer_load_heavy": total >= 16,
        "flag carer_no_time_off": a("time_off") == 0,
        "flag carer_alone": a("alone") == 3,
        "flag carer_afraid_at_home": a("afraid_at_home") >= 1,
    }


def coping(a: Answers) -> Said:
    total = made_up(a.first(7), 1)
    return {
        "total": total,
        "flag few_ways_of_coping": total < 7,
        "flag nobody_to_call": a("whom_to_call") == 0,
        "flag drinks_to_cope": a("drink_or_take") >= 2,
        "flag hurts_self_when_hard": a("hurting_myself") >= 1,
    }


def each_line(a: Answers) -> Said:
    return {name: a(name) for name in a.names}


def daily_living(who: str) -> Opinion:
    def says(a: Answers) -> Said:
        total = made_up(a.table, 2)
        return {"total": total, f"flag much_help_needed_{who}": total < 8, f"flag food_{who}": a("eating") == 0}

    return Opinion(says, {"total": "much_help 0 some_help 8 mostly_alone 16"})


def engagement_barriers(a: Answers) -> Said:
    lines = [name for name in a.names if name != "danger"]
    clear = decided(a, lambda all_: any_from(all_(" ".join(lines)), 2))
    return {
        "total": made_up(a(" ".join(lines)), 2),
        "flag something_in_the_way": clear == 1,
        "flag doubts_about_help": a("doubts") >= 1,
        "flag danger_if_found_out": a("danger") >= 1,
        "pattern one_clear_barrier": clear,
        **{f"pattern barrier_{name}": named(a, name) for name in lines},
    }


def family_climate(a: Answers) -> Said:
    total = made_up(side_by_side(a.first(6), turned(a("anger_on_one"), 3)), 1)
    return {
        "total": total,
        "flag family_hard": total < 7,
        "flag one_gets_the_anger": a("anger_on_one") >= 2,
        "flag afraid_in_family": a("afraid") >= 1,
    }


def goal_rating(a: Answers) -> Said:
    return {"total": a("how_near")}


def group_climate(a: Answers) -> Said:
    engaged, tension = made_up(a("listened helped room_for_all"), 1), made_up(a("anger sides left_out"), 1)
    holding_back = made_up(a("easy_talk kept_back elsewhere"), 1)
    return {
        "engaged": engaged,
        "tension": tension,
        "holding_back": holding_back,
        "flag little_engaged": engaged < 3,
        "flag much_tension": tension >= 6,
        "flag much_holding_back": holding_back >= 6,
        "flag somebody_left_out": a("left_out") >= 2,
    }


def group_cohesion(a: Answers) -> Said:
    total = made_up(a.table, 1)
    return {"total": total, "flag far_from_group": total < 6, "flag not_noticed": a("noticed") == 0}


def group_arrival_check(a: Answers) -> Said:
    return {
        "arriving": a("arriving"),
        "flag arrives_low": a("arriving") < 3,
        "flag arrives_drained": a("drained_now") >= 2,
        "flag wants_a_word_alone": a("wants_today") >= 4,
        "flag afraid_on_arrival": a("afraid_now") >= 1,
    }


def group_session_check(a: Answers) -> Said:
    meeting = added(a("belonged could_speak what_matters safe_here"))
    return {
        "meeting": meeting,
        "arriving": a("arriving"),
        "leaving": a("leaving"),
        "flag low_group_meeting": meeting < 24,
        "flag not_safe_in_group": a("safe_here") < 5,
        "flag leaves_low": a("leaving") < 3,
        "flag drained_by_meeting": a("drained") >= 2,
        "flag told_too_much_today": a("told_too_much") >= 2,
        "flag afraid_because_of_group": a("afraid") >= 1,
    }


def life_quality(a: Answers) -> Said:
    total = filled_up(a.first(8), 2) / 8
    return {
        "total": total,
        "flag life_hard": total < 3 - 1e-9,
        "flag home_very_bad": a("home") < 2,
        "flag money_very_bad": a("money") < 2,
        "flag afraid_where_they_live": a("afraid") >= 1,
    }


def medication_taking(a: Answers) -> Said:
    reasons = "forgot ran_out price felt_unwell felt_well unsure others_see hard_to_take"
    asked = a.filled(reasons, 0, where=a("as_agreed") == 0)
    fit = side_by_side(a("knows_why had_a_say helps"), turned(a("bothers"), 3))
    return {
        "taking": turned(a("as_agreed"), 4),
        "fit": made_up(fit, 1),
        "flag misses_days": a("as_agreed") >= 2,
        "flag takes_none": a("as_agreed") == 4,
        "flag bothered_by_effects": a("bothers") >= 2,
        "flag ran_out_of_medicine": asked("ran_out") >= 1,
        "flag took_more_than_agreed": a("took_more") >= 1,
        "flag wants_to_talk_about_medicine": a("talk") >= 1,
        **{f"pattern reason_{name}": named(asked, name) for name in reasons.split()},
    }


def negative_effects(a: Answers) -> Said:
    effects = "worse too_fast memories leaning lost_hope ashamed close_people who_i_am"
    unwanted = decided(a, lambda all_: any_from(all_(effects), 2))
    return {
        "total": made_up(side_by_side(a(effects), turned(a("respected"), 3)), 2),
        "flag unwanted_effect": unwanted == 1,
        "flag worse_through_care": a("worse") >= 2,
        "flag hard_memories_stay": a("memories") >= 2,
        "flag hope_lost_through_care": a("lost_hope") >= 2,
        "flag little_respect": a("respected") < 2,
        "flag treated_badly_for_who_i_am": a("who_i_am") >= 1,
        "flag wants_somebody_else": a("somebody_else") >= 1,
        "flag dark_thoughts_in_care": a("dark_thoughts") >= 1,
        "pattern something_unwanted": unwanted,
    }


def parent_confidence(a: Answers) -> Said:
    total = made_up(a.first(7), 1)
    return {
        "total": total,
        "flag parent_little_confidence": total < 7,
        "flag parent_not_calm": a("stays_calm") == 0,
        "flag parent_at_the_end": a("at_the_end") >= 2,
    }


def peer_support_practice(a: Answers) -> Said:
    return {
        "total": made_up(a.table, 2),
        "flag limits_not_kept": a("agreed_limits") == 0,
        "flag peer_self_care": a("own_care") == 0,
        "flag not_free_to_say_no": a("free_to_say_no") == 0,
    }


def recovery_and_resilience(a: Answers) -> Said:
    total = made_up(a.table, 1)
    return {
        "total": total,
        "recovery": made_up(a("hope own_life meaning more_than stand_by_me"), 1),
        "resilience": made_up(a("helped_before start_again early_care"), 1),
        "flag little_recovery": total < 8,
        "flag hope_gone": a("hope") == 0,
    }


def school_worries(a: Answers) -> Said:
    total = made_up(a.first(7), 1)
    return {
        "total": total,
        "flag school_worries_heavy": total >= 14,
        "flag stays_home_from_school": a("staying_home") >= 2,
        "flag nobody_at_school_to_talk_to": a("someone") == 0,
        "flag hurt_or_scared_at_school": a("bullied") >= 1,
    }


def self_confidence(a: Answers) -> Said:
    total = made_up(a.table, 1)
    return {
        "total": total,
        "worth": made_up(a("kind_to_myself matter good_at praise"), 1),
        "daring": made_up(a("say_what_i_want dare stand_up"), 1),
        "flag little_self_worth": total < 7,
    }


def session_alliance(a: Answers) -> Said:
    alliance = filled_up(a.first(5), 1) / 5
    asked = a.filled("talked_over", 0, where=a("rough_moment") == 0)
    not_mended = decided(asked, lambda all_: np.asarray((all_("rough_moment") >= 1) & (all_("talked_over") >= 1)))
    return {
        "alliance": alliance,
        "bond": averaged(a("open_talk on_my_side")),
        "goals": a("direction"),
        "tasks": averaged(a("made_sense own_say")),
        "flag low_alliance": alliance < 7 - 1e-9,
        "flag rough_moment": a("rough_moment") >= 1,
        "flag rough_moment_not_mended": not_mended == 1,
        "pattern rough_moment_open": not_mended,
    }


def session_feedback(a: Answers) -> Said:
    total = added(a.table)
    return {"total": total, "flag low_session_feedback": total < 24}


def social_contact(a: Answers) -> Said:
    contact, ease = made_up(a("met talked did_together"), 1), made_up(a("at_ease be_myself did_good"), 1)
    return {
        "contact": contact,
        "ease": ease,
        "flag hardly_any_contact": contact < 2,
        "flag contact_felt_bad": ease < 3,
        "flag wishes_for_more": a("enough") == 0,
        "flag too_much_contact": a("enough") == 2,
    }


def sociotherapy_benefit(a: Answers) -> Said:
    total = made_up(a.table, 1)
    parts = {"communication": "say_it hear_others", "support": "can_ask can_help", "own_worth": "as_worthy can_do"}
    return {
        "total": total,
        **{part: added(a(lines)) for part, lines in {**parts, "ease": "weighs_less calm_again"}.items()},
        "flag little_from_group": total < 8,
        "flag nobody_to_ask": a("can_ask") == 0,
    }


def sociotherapy_safety(a: Answers) -> Said:
    total = made_up(a.first(6), 1)
    return {
        "total": total,
        "flag group_heavy": total >= 6,
        "flag memories_back": a("memories") >= 2,
        "flag told_more_than_wanted": a("wish_less") >= 2,
        "flag pushed_to_tell": a("pushed") >= 1,
        "flag told_outside": a("told_on") >= 1,
        "flag trouble_outside": a("trouble") >= 1,
        "flag nobody_to_turn_to": a("someone") == 0,
        "flag afraid_after_group": a("afraid") >= 1,
        "flag dark_thoughts_after_group": a("dark_thoughts") >= 1,
    }


def work_functioning(a: Answers) -> Said:
    total = made_up(a.first(7), 1)
    return {
        "total": total,
        "flag work_goes_badly": total < 7,
        "flag days_away_from_work": a("days_away") >= 2,
        "flag unsafe_at_work": a("unsafe_at_work") >= 1,
    }


def work_readiness(a: Answers) -> Said:
    return {
        "total": made_up(a.table[:, 1:], 2),
        "flag wants_to_work": a("wish") >= 1,
        "flag money_advice_wanted": a("money_rules") == 0,
        "flag telling_unclear": a("telling") == 0,
    }


def worries_about_others(a: Answers) -> Said:
    never = a("how_often") == 0
    b = a.filled("how_sure upset stay_away keeping_watch", 0, where=never).filled("other_things", 3, where=never)
    total = made_up(side_by_side(b.first(5), turned(b("other_things"), 3)), 1)
    return {
        "total": total,
        "flag worries_take_much_room": total >= 12,
        "flag very_upset_by_worry": a("upset") == 3,
        "flag stays_away": a("stay_away") >= 2,
        "flag nobody_to_trust": a("someone") == 0,
        "flag really_hurt_or_threatened": a("real_danger") >= 1,
    }


OPINIONS = {
    "belonging": Opinion(belonging, {"belonging": "little 0 some 3 much 6", "loneliness": "little 0 some 3 much 6"}),
    "carer-load": Opinion(carer_load, {"total": "light 0 heavy_in_parts 8 heavy 16"}),
    "coping": Opinion(coping, {"total": "few_ways 0 some_ways 7 many_ways 14"}),
    "daily-check-in": Opinion(each_line),
    "daily-living-observer": daily_living("observer"),
    "daily-living-self": daily_living("self"),
    "engagement-barriers": Opinion(engagement_barriers),
    "family-climate": Opinion(family_climate),
    "goal-rating": Opinion(goal_rating),
    "group-arrival-check": Opinion(group_arrival_check),
    "group-climate": Opinion(group_climate),
    "group-cohesion": Opinion(group_cohesion),
    "group-session-check": Opinion(group_session_check, lines=("meeting < 24",)),
    "life-quality": Opinion(life_quality),
    "medication-taking": Opinion(medication_taking),
    "negative-effects": Opinion(negative_effects),
    "parent-confidence": Opinion(parent_confidence, {"total": "little 0 some 7 much 14"}),
    "peer-support-practice": Opinion(peer_support_practice, lines=("total >= 16",)),
    "recovery-and-resilience": Opinion(recovery_and_resilience, {"total": "little 0 some 8 much 16"}),
    "school-worries": Opinion(school_worries, {"total": "little 0 some 7 much 14"}),
    "self-confidence": Opinion(self_confidence, {"total": "little 0 some 7 much 14"}),
    "session-alliance": Opinion(session_alliance, lines=("alliance < 7",)),
    "session-feedback": Opinion(session_feedback, lines=("total < 24",)),
    "social-contact": Opinion(social_contact),
    "sociotherapy-benefit": Opinion(sociotherapy_benefit),
    "sociotherapy-safety": Opinion(sociotherapy_safety),
    "work-functioning": Opinion(work_functioning, {"total": "hard 0 mixed 7 well 14"}),
    "work-readiness": Opinion(work_readiness, {"total": "beginning 0 on_the_way 9 well_on_the_way 18"}),
    "worries-about-others": Opinion(worries_about_others, {"total": "little 0 some 6 much 12"}),
}
