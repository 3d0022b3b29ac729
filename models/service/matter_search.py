import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Chinese has no blanks between words, and trigrams do not find a word of two
# characters: every pair of neighbouring characters is a key of the index. A function
# written in PL/pgSQL stays a call, so that the planner finds the index by it. A text is
# cut into characters once: substr() would count from its beginning for every pair. No
# word holds a blank, and pairs that come twice are one key. Starting workers takes
# longer than they save.
FUNCTIONS = SQL(
    """
    CREATE OR REPLACE FUNCTION legal_search_text(VARIADIC texts text[])
    RETURNS text AS $$
    BEGIN
        RETURN lower(normalize(array_to_string(texts, E'\\n'), NFKC));
    END
    $$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500;
    CREATE OR REPLACE FUNCTION legal_bigrams(content text)
    RETURNS text[] AS $$
    DECLARE
        signs text[] := string_to_array(content, NULL);
    BEGIN
        RETURN ARRAY(
            SELECT sign || next
            FROM unnest(signs, signs[2:]) AS neighbours(sign, next)
            WHERE sign > ' ' COLLATE "C" AND next > ' ' COLLATE "C"
        );
    END
    $$ LANGUAGE plpgsql IMMUTABLE PARALLEL RESTRICTED COST 1000;
    """
)


TEXTS = ("summary", "advice", "outcome")


class LegalMatter(models.Model):
    """Searching what is written down, by any part of a text and of any length."""

    _inherit = "legal.matter"

    content = fields.Char(
        "Text",
        compute="_compute_content",
        search="_search_content",
        help="What was asked, what was advised and what came of it. Several words are "
        "all looked for.",
    )
    number = fields.Integer(related="visit_id.number", string="Entry number")
    volume_id = fields.Many2one(related="visit_id.volume_id")
    is_annulled = fields.Boolean(related="visit_id.is_annulled", string="Annulled")

    _content_idx = models.Index(
        "USING gin (legal_bigrams(legal_search_text(summary, advice, outcome)))"
    )

    def _auto_init(self):
        # The index needs them; a database of an earlier version gets them here too.
        self.env.cr.execute(FUNCTIONS)
        return super()._auto_init()

    @api.depends("summary", "advice", "outcome")
    def _compute_content(self):
        for matter in self:
            parts = (matter.summary, matter.advice, matter.outcome)
            matter.content = " / ".join(part.strip() for part in parts if part)

    def _search_content(self, operator, value):
        if operator != "ilike":
            return NotImplemented
        words = _normalize(value or "").split()
        return Domain.AND(self._get_word_domain(word) for word in words)

    @api.model
    def _get_word_domain(self, word):
        """Matters in whose text a word occurs, wherever it stands.

        The index answers by pairs of characters. Those of a longer word could stand
        apart, so the word itself is looked for, first as most texts are written. Of a
        word of two a condition that always holds tells the planner that few have it:
        else it goes through the matters by their dates and cuts each into pairs until
        it has a page of them.

        :param str word: as `legal_search_text` would write it
        :rtype: fields.Domain
        """

        def to_sql(model, alias, query):
            columns = [SQL.identifier(alias, name) for name in TEXTS]
            text = SQL("legal_search_text(%s)", SQL(", ").join(columns))
            found = SQL(
                "CASE %s ELSE strpos(%s, %s) > 0 END",
                SQL(" ").join(
                    SQL("WHEN strpos(%s, %s) > 0 THEN TRUE", column, word)
                    for column in columns
                ),
                *(text, word),
            )
            if len(word) < 2:
                return found
            if len(word) == 2:
                found = SQL("COALESCE(strpos(%s, %s), 0) >= 0", columns[0], word)
            return SQL(
                "(legal_bigrams(%s) @> legal_bigrams(%s) AND %s)", text, word, found
            )

        return Domain.custom(to_sql=to_sql)


def _normalize(text):
    """Case and width do not matter: what `legal_search_text` does in the database."""
    return unicodedata.normalize("NFKC", text).lower()
