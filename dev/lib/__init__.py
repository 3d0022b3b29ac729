"""What the commands of dev/ share. Standard library only: Debian's python3 runs it.

The commands set the machine up first and then start Odoo in a Python of its own
(`dev/inside` holds the few scripts that run there):

    console     progress, messages for people, subprocesses
    places      the project, the cache, locks, lists of files
    debian      packages of the operating system
    python_env  the virtual environment made from dev/requirements.txt
    odoo_tree   where Odoo itself comes from
    postgres    the private database cluster, or the server that PGHOST names
    odoo        how Odoo is started on a database
    template    the database of everything the module depends on, made once
    testing     reading the outcome of a test run
"""
