{
    "name": "Village Legal Advisor: tables to measure against",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Village Legal Advisor Founders",
    "license": "LGPL-3",
    "depends": ["village_legal_advisor"],
}
