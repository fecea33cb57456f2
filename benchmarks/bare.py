"""The yardstick: the least that Flask and Jinja do for a page of 25 rows and for a form, without a database."""

from __future__ import annotations

from flask import Flask, Response, redirect, render_template_string, request

ROWS = [
    {
        "url": f"/case/{number}",
        "title": f"Đường bê tông sụt lún đoạn {number}",
        "excerpt": f"Đoạn đường số {number} sụt lún từ sau trận mưa đầu tháng, xe máy hay ngã. Đề nghị xã cho sửa trước mùa mưa.",
        "state": "Đang giải quyết" if number % 3 else "Đã trả lời",
        "on": f"{number + 1:02d}/11/2026",
    }
    for number in range(25)
]
LIST = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<ul>{% for row in rows %}<li><b>{{ row.state }}</b><h3><a href="{{ row.url }}">{{ row.title }}</a></h3><p>{{ row.excerpt }}</p>
<time>{{ row.on }}</time></li>{% endfor %}</ul></body></html>"""
FORM = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<form method="post" enctype="multipart/form-data"><input type="hidden" name="form_token" value="{{ token }}">
{% for name in names %}<label>{{ name }}<input name="{{ name }}"></label>{% endfor %}<button>Gửi</button></form></body></html>"""
NAMES = ("story", "kind", "field_id", "village_id", "place", "name", "phone", "email", "photos")

app = Flask("bare")


@app.get("/list")
def rows() -> str:
    return render_template_string(LIST, title="Hồ sơ", rows=ROWS)


@app.get("/form")
def form() -> str:
    return render_template_string(FORM, title="Gửi", names=NAMES, token="bare")


@app.post("/form")
def send() -> Response:
    for photo in request.files.getlist("photos"):
        photo.stream.read()
    return redirect(f"/sent?story={len(request.form['story'])}", code=303)
