import pytest
from datetime import timedelta
from django.utils import timezone
from chytalnia.core.translated import Translated
from chytalnia.lending.tests import factories as f
from chytalnia.programmes import formats, services
from chytalnia.programmes.models import *
from chytalnia.people.models import User
@pytest.fixture
def world(db):
    u=f.network(); admin=User.objects.create_superuser(username="admin",password="x"); return u["one"],admin
def test_all(world, client):
    unit,admin=world
    o=services.start(card=formats.card("quest"),unit=unit,title=Translated(uk="Квест"),starts_at=timezone.now()+timedelta(days=3),by=admin,places=3)
    b=Duty.objects.count(); print(b, o.tasks.count())
    for d in o.duties.all()[:3]: pass
    o.move("announce",by=admin); o.move("open",by=admin)
    e1=services.enrol(occasion=o,name="A",phone="1",seats=2)
    e2=services.enrol(occasion=o,name="B",phone="2",seats=2)
    e3=services.enrol(occasion=o,name="C",phone="3",seats=1)
    assert [e1.state,e2.state,e3.state]==["booked","waiting","waiting"]
    services.leave(enrolment=e1)
    assert set(Enrolment.objects.values_list("name","state"))=={("A","cancelled"),("B","booked"),("C","booked")}
    print([l.subject for l in Letter.objects.all()])
    client.force_login(admin,backend="django.contrib.auth.backends.ModelBackend")
    e3.refresh_from_db()
    for path in ["/calendar","/calendar?view=day","/calendar?view=month","/calendar?view=agenda","/calendar.ics","/calendar.rss",o.get_absolute_url(),f"/events/{o.pk}.ics",e3.get_absolute_url(),f"/events/door/{o.door_token}/","/formats/","/formats/quest/","/desk/events/","/desk/events/todo/","/desk/events/board/","/desk/events/plan.pdf","/desk/events/plan.csv","/desk/events/formats/","/desk/events/formats/quest/","/desk/events/formats/quest/start/",f"/desk/events/{o.pk}/",f"/desk/events/{o.pk}/edit/",f"/desk/events/{o.pk}/move/",f"/desk/events/{o.pk}/repeat/",f"/desk/events/{o.pk}/people/",f"/desk/events/{o.pk}/letters/",f"/desk/events/{o.pk}/door/",f"/desk/events/{o.pk}/result/","/desk/events/programmes/","/desk/events/programmes/new/"]:
        r=client.get(path,follow=True); print(r.status_code,path); assert r.status_code==200
    p=services.save_programme(unit=unit,title=Translated(uk="Цикл"),by=admin); p.move("begin",by=admin)
    for path in [f"/programmes/{p.pk}/",f"/desk/events/programmes/{p.pk}/"]:
        assert client.get(path).status_code==200
