"""What the styleguide page shows: every component with real words, long ones, empty ones and wrong ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

BOOKS: list[dict[str, Any]] = [
    {"number": 101, "title": "Кобзар", "author": "Тарас Шевченко", "language": "uk", "knowledge": "821.161.2"},
    {"number": 102, "title": "Лісова пісня", "author": "Леся Українка", "language": "uk", "knowledge": "821.161.2"},
    {"number": 103, "title": "Абай жолы", "author": "Мұхтар Әуезов", "language": "kk", "knowledge": "821.512.122"},
    {
        "number": 104,
        "title": "Мастер и Маргарита",
        "author": "Михаил Булгаков",
        "language": "ru",
        "knowledge": "821.161.1",
    },
    {
        "number": 105,
        "title": "Історія міста від заснування до наших днів",
        "author": "Краєзнавчий збірник",
        "language": "uk",
        "knowledge": "94",
    },
    {"number": 106, "title": "Қазақ халқының ою-өрнегі", "author": "Альбом", "language": "kk", "knowledge": "745"},
    {
        "number": 107,
        "title": "Вступ до медіаграмотності",
        "author": "Навчальний посібник",
        "language": "uk",
        "knowledge": "37",
    },
    {
        "number": 108,
        "title": "Занимательная астрономия",
        "author": "Яков Перельман",
        "language": "ru",
        "knowledge": "52",
    },
    {
        "number": 109,
        "title": "The Secret Garden",
        "author": "Frances Hodgson Burnett",
        "language": "en",
        "knowledge": "c",
    },
    {
        "number": 110,
        "title": "Тореадори з Васюківки",
        "author": "Всеволод Нестайко",
        "language": "uk",
        "knowledge": "c",
    },
    {"number": 111, "title": "Қанағаттандырылмағандықтарыңыздан", "author": "", "language": "kk", "knowledge": "81"},
    {"number": 112, "title": "Слова назидания", "author": "Абай Кунанбаев", "language": "ru", "knowledge": "1"},
    {
        "number": 113,
        "title": "Дихлордифенілтрихлорметилметан та інші речовини, про які варто знати кожному господареві",
        "author": "Українська сільськогосподарська академія, кафедра ґрунтознавства",
        "language": "uk",
        "knowledge": "63",
    },
]


class ExampleForm(forms.Form):
    """The form on the page, shown once clean and once refused."""

    surname = forms.CharField(label=_("Surname"), help_text=_("As in the passport or the birth certificate."))
    card = forms.CharField(label=_("Number of the card"))
    birthday = forms.DateField(label=_("Date of birth"), required=False)
    branch = forms.ChoiceField(
        label=_("Library"), choices=[("1", "Центральна"), ("5", "Філія № 5, сімейна"), ("k", "№ 7 балалар кітапханасы")]
    )
    wishes = forms.CharField(label=_("Your wishes"), widget=forms.Textarea, required=False)
    letter = forms.BooleanField(label=_("Write to me when the book is back"), required=False)


def _books() -> list[dict[str, Any]]:
    return [{**book, "url": f"#book-{book['number']}"} for book in BOOKS]


def _hits() -> list[dict[str, Any]]:
    books = {book["number"]: book for book in _books()}
    return [
        books[101]
        | {
            "about": "12 видань, 1934–2024",
            "state": "Є в 5 бібліотеках",
            "state_kind": "ok",
            "where": "найближче – Центральна, 400 м, до 19:00. Полиця 84(4УКР)1 Ш37",
        },
        books[103]
        | {"about": "аударма – переклад", "state": "Онлайн", "state_kind": "net", "where": "читати зараз із квитком"},
        books[113]
        | {
            "romanised": "Dykhlordyfeniltrykhlormetylmetan ta inshi rechovyny",
            "about": "1978",
            "state": "Видано всі 3",
            "state_kind": "wait",
            "where": "найближчу повернуть до четверга, 26 листопада. Черга: 1",
            "badges": [{"text": "12+", "kind": "none"}, {"text": "нове", "kind": "wait"}],
        },
    ]


def _table() -> dict[str, Any]:
    labels = [("Примірник", False), ("Бібліотека", False), ("Стан", False), ("Видач", True)]
    rows = [
        ("0431-875", "Центральна", ("на полиці", "ok"), 34),
        ("0431-876", "№ 7 мамандандырылған балалар кітапханасы", ("видано", "wait"), 128),
        ("0431-877", "Філія № 5, сімейна", ("загублено", "late"), 7),
    ]
    return {
        "columns": [{"label": label, "number": number} for label, number in labels],
        "rows": [
            [
                {"label": labels[0][0], "value": copy, "url": "#copy"},
                {"label": labels[1][0], "value": where},
                {"label": labels[2][0], "value": state[0], "badge": state[1]},
                {"label": labels[3][0], "value": times, "number": True},
            ]
            for copy, where, state, times in rows
        ],
    }


def examples() -> dict[str, Any]:
    wrong = ExampleForm({"wrong-card": "0431", "wrong-birthday": "31.02.2010", "wrong-branch": "1"}, prefix="wrong")
    wrong.is_valid()
    return {
        "books": _books(),
        "book": _books()[0] | {"author_url": "#author", "author_dates": "1814–1861"},
        "hits": _hits(),
        "table": _table(),
        "clean_form": ExampleForm(),
        "wrong_form": wrong,
        "page": Paginator(range(371), 10).page(4),
        "shelf_mark": ["84(4УКР)1", "Ш37"],
        "actions": [
            {"label": "Відкласти для мене", "url": "#hold"},
            {"label": "Показати полицю", "url": "#shelf", "kind": "quiet", "icon": "map-pin"},
            {"label": "Читати онлайн", "url": "#read", "kind": "quiet"},
        ],
        "facts": [
            {"name": "Видання", "value": "12, найновіше 2024", "url": "#editions"},
            {"name": "Мови", "value": "українська, російська, қазақша"},
            {"name": "Тема", "value": "Українська поезія – 19 ст.", "url": "#subject"},
            {"name": "Вік", "value": "12+"},
        ],
        "description": "Шевченко Т. Г. Кобзар / Тарас Шевченко ; передм. І. Дзюби. – "
        "Київ : Дніпро, 2024. – 736 с. : іл. – ISBN 978-966-578-123-4.",
        "groups": [
            {
                "name": "where",
                "label": "Де",
                "open": True,
                "options": [
                    {"value": "now", "label": "Є зараз", "count": 21},
                    {"value": "c", "label": "Центральна", "count": 12},
                    {"value": "7", "label": "№ 7 мамандандырылған балалар кітапханасы", "count": 6},
                ],
            },
            {
                "name": "language",
                "label": "Мова",
                "open": True,
                "chosen": 1,
                "options": [
                    {"value": "uk", "label": "українська", "count": 29, "on": True},
                    {"value": "ru", "label": "російська", "count": 5},
                    {"value": "kk", "label": "қазақша", "count": 2},
                ],
            },
            {
                "name": "year",
                "label": "Рік",
                "open": True,
                "kind": "years",
                "bars": [2, 1, 3, 4, 3, 6, 4, 7, 9, 12, 10, 8, 14, 12, 17, 13],
                "first": "1934",
                "last": "2024",
            },
        ],
        "kept": [("q", "книгою Шевченка")],
        "events": [
            {"time": "11:00", "title": "Година казки", "url": "#e1", "about": "Для дітей № 2 · 3–6 років · є 4 місця"},
            {
                "time": "14:00",
                "title": "Школа медіаграмотності: фото, якому не варто вірити",
                "url": "#e2",
                "about": "Центральна й онлайн",
                "badge": "запис",
                "badge_kind": "wait",
            },
            {"time": "18:00", "title": "«Оқырман-қаламгер» кездесуі", "url": "#e3", "about": "№ 7 балалар кітапханасы"},
        ],
        "todo": [
            {"number": 7, "text": "зняти з полиць для читачів", "url": "#t1", "action": "Список"},
            {"number": 2, "text": "приїдуть із Центральної до 14:00", "url": "#t2", "action": "Прийняти"},
            {"number": 3, "text": "клітинки 6-НК без пояснення", "url": "#t3", "action": "Відкрити", "late": True},
        ],
        "steps": [
            {"label": "Файл", "state": "done"},
            {"label": "Перегляд", "state": "here"},
            {"label": "Завантаження", "state": "next"},
        ],
        "days": [
            {"label": "Понеділок – п'ятниця", "hours": "10:00–19:00"},
            {"label": "Субота", "closed": True},
            {"label": "Неділя", "hours": "10:00–17:00", "today": True},
            {"label": "Останній четвер місяця", "closed": True, "note": "санітарний день"},
        ],
        "crumbs": [
            {"label": "Бібліотеки", "url": "#libraries"},
            {"label": "Қалалық кітапханалар жүйесі", "url": "#system"},
            {"label": "Філія № 5, сімейна"},
        ],
        "tabs": [
            {"label": "Видано", "url": "#tab1", "here": True, "count": 3},
            {"label": "Чекають", "url": "#tab2", "count": 1},
            {"label": "Історія", "url": "#tab3", "count": None},
        ],
        "chips": [
            {"label": "українська", "url": "#c1", "on": True, "remove": True},
            {"label": "Є зараз", "url": "#c2", "on": True},
            {"label": "для дітей", "url": "#c3"},
        ],
        "weeks": [
            12,
            18,
            22,
            27,
            20,
            19,
            24,
            26,
            24,
            22,
            26,
            31,
            24,
            26,
            25,
            28,
            30,
            34,
            27,
            24,
            21,
            26,
            30,
            24,
            22,
            20,
        ],
        "markers": [
            {"lat": 50.4501, "lon": 30.5234, "title": "Центральна", "text": "до 19:00", "url": "#m1", "kind": "open"},
            {"lat": 50.4601, "lon": 30.5034, "title": "Філія № 5, сімейна", "text": "до 18:00", "url": "#m2"},
            {"lat": 50.4605, "lon": 30.5044, "title": "Філія № 7", "text": "зачинено", "url": "#m3", "kind": "closed"},
            {"lat": 50.4301, "lon": 30.5634, "title": "Книга в дорозі", "text": "«Сад Гетсиманський»", "kind": "event"},
        ],
        "swatches": [
            "paper",
            "card",
            "shade",
            "ink",
            "soft",
            "line",
            "edge",
            "lamp",
            "lamp-pale",
            "brass",
            "red",
            "blue",
        ],
    }
