"""Invented people's names, from many places and in several scripts, each with a latin form for an address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Culture:
    """Given names (feminine, masculine) and family names that go together, and the language their bearers may speak."""

    language: str
    ethnicity: str
    feminine: tuple[str, ...]
    masculine: tuple[str, ...]
    family: tuple[str, ...]
    share: float


CULTURES: tuple[Culture, ...] = (
    Culture(
        "en",
        "White",
        ("Alice", "Beth", "Carys", "Dawn", "Elsie", "Fiona", "Grace", "Heather", "Isla", "Joan", "Kirsty", "Lottie"),
        ("Alfie", "Callum", "Dylan", "Ewan", "Frank", "Gareth", "Harry", "Jack", "Lewis", "Owen", "Rhys", "Tom"),
        ("Ashdown", "Bramley", "Calder", "Fenwick", "Harlow", "Kettering", "Mossley", "Penrose", "Redfern", "Whitby"),
        0.46,
    ),
    Culture(
        "en",
        "Black",
        ("Abena", "Chidi", "Folake", "Makena", "Naledi", "Precious", "Simone", "Wambui"),
        ("Babatunde", "Kwame", "Jabari", "Olu", "Sipho", "Tendai", "Tyrone", "Winston"),
        ("Adeyemi", "Boateng", "Campbell", "Dlamini", "Kamau", "Mensah", "Moyo", "Okafor"),
        0.10,
    ),
    Culture(
        "so",
        "Black",
        ("Hodan", "Ifrah", "Sahra", "Ubah"),
        ("Abdi", "Geedi", "Liban", "Warsame"),
        ("Aden", "Farah", "Jama", "Nuur"),
        0.03,
    ),
    Culture(
        "en",
        "Asian",
        ("Amrita", "Farida", "Kavya", "Meera", "Nasreen", "Priya", "Sunita", "Zara"),
        ("Arjun", "Bilal", "Harpreet", "Imran", "Nikhil", "Rohan", "Tariq", "Vikram"),
        ("Ahmed", "Bhatt", "Chowdhury", "Gill", "Iqbal", "Nair", "Patel", "Rahman"),
        0.12,
    ),
    Culture("bn", "Asian", ("অনিতা", "রুমানা"), ("কামাল", "সুমন"), ("চৌধুরী", "হোসেন"), 0.02),
    Culture("ta", "Asian", ("மாலா", "கவிதா"), ("குமார்", "ரவி"), ("செல்வம்", "இராமன்"), 0.02),
    Culture("zh", "Asian", ("美玲", "晓雯", "佳怡"), ("志强", "伟明", "建国"), ("陈", "林", "黄", "王"), 0.03),
    Culture(
        "ar",
        "Other",
        ("ليلى", "سلمى", "هدى", "رنا"),
        ("يوسف", "سامر", "خالد", "نبيل"),
        ("الحداد", "النجار", "خوري", "منصور"),
        0.05,
    ),
    Culture(
        "uk", "White", ("Оксана", "Ірина", "Леся"), ("Тарас", "Богдан", "Андрій"), ("Коваль", "Мельник", "Гнатюк"), 0.03
    ),
    Culture("el", "White", ("Ελένη", "Σοφία"), ("Νίκος", "Γιώργος"), ("Μαυρίδης", "Οικονόμου"), 0.02),
    Culture(
        "pl",
        "White",
        ("Agnieszka", "Bożena", "Zofia"),
        ("Łukasz", "Paweł", "Zbigniew"),
        ("Wiśniewska", "Żak", "Górska"),
        0.04,
    ),
    Culture(
        "es",
        "Other",
        ("Lucía", "Marisol", "Inés"),
        ("Íñigo", "Mateo", "Joaquín"),
        ("Peñalosa", "Quispe", "Muñoz"),
        0.03,
    ),
    Culture(
        "en",
        "Mixed",
        ("Amara", "Leila", "Maya", "Noa", "Tia"),
        ("Elias", "Jonah", "Kai", "Malik", "Theo"),
        ("Baker-Osei", "Carter", "Lindqvist", "Reyes", "Singh-Walsh"),
        0.05,
    ),
)
