"""The whole road in a browser: one company from signing up to its certificate, each step by its own person."""

from tests.e2e import browsing, company


def test_one_company_from_signing_up_to_its_certificate(visitor, people):
    firm = company.new_company()
    member, anybody = visitor(), visitor()
    company.sign_up(member, firm)
    company.register(member, firm)
    company.begin(member, "진단", "상시")
    company.write(member)
    receipt = company.hand_in(member, ["business_registration"])
    pdf = browsing.paper(member, "접수증 PDF")
    assert receipt in browsing.text_of(pdf)
    browsing.is_verified(anybody, pdf)
