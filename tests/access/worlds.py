class WorldsMixin:
    """One record of every stored model in each of three worlds.

    A: township_1, village_1, the adviser of `advisor_user`; B: township_2 and its
    village, another adviser; C: another company.
    """

    @classmethod
    def _build_worlds(cls):
        cls.world_a = cls._build_world(
            cls.program, cls.township_1, cls.village_1, cls.advisor_user
        )
        cls.world_b = cls._build_world(cls.program, cls.township_2, cls.village_4)
        cls.world_c = cls._build_other_company()
        records = [
            record
            for world in (cls.world_a, cls.world_b, cls.world_c)
            for record in world.values()
        ]
        cls.attachments = {
            record: cls.env["ir.attachment"].create(
                {
                    "name": "secret.txt",
                    "raw": b"secret",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
            for record in records
        }
        cls.messages = {
            record: record.message_post(body="secret")
            for record in records
            if "message_ids" in record
        }
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _all(self, model):
        return self.world_a[model] | self.world_b[model] | self.world_c[model]

    @classmethod
    def _build_other_company(cls):
        company = cls.other_company
        cls = cls  # noqa: PLW0127
        program = cls._make_program(cls.year, company=company)
        township = cls._make_township(
            "Far Township", "654003001", company_id=company.id
        )
        village = cls._make_village("654003001201", township)
        return cls._build_world(program, township, village)
