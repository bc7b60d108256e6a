#!/bin/sh
# Runs once, when compose.yaml's Postgres makes its data: the database with the role that owns and migrates its tables, and the role of serve, to which
# the migration gives what it needs. With data of an earlier version: the same statements by hand, and "reassign owned by" the role that owned them.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres \
    -v owner_password="$SMSBRIDGE_OWNER_PASSWORD" -v password="$SMSBRIDGE_PASSWORD" <<'SQL'
create role smsbridge_owner login password :'owner_password';
create role smsbridge login password :'password';
create database smsbridge owner smsbridge_owner;
SQL
